// Every page loads this one. Each module minds one thing and works on whatever the page holds;
// without any of them the page still does its job.
import "./theme.js";
import "./times.js";
import "./menus.js";
import "./tabs.js";
import "./dialogs.js";
import "./toasts.js";
import "./drafts.js";
import "./forms.js";
import "./suggest.js";
import "./completing.js";
import "./several.js";
import "./lists.js";
import "./wide.js";
import "./folds.js";
import "./keys.js";
import "./palette.js";
import "./live.js";
