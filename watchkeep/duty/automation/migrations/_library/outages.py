from . import step, when

SERVICE_DOWN = {
    "slug": "service-down", "name": "Service down", "kinds": ["host", "application"],
    "purpose": "A service does not answer: get it back first, understand it afterwards.",
    "body": "Use this when users cannot reach a service and nobody knows why yet.\n\nTwo rules. **Get the service back before you explain it**: undo, switch over, restart. **Change one thing at a time** and write down what you changed, so that the next person knows what has been tried.",
    "steps": [
        step("see", "See it fail yourself", "From outside the network if you can:\n\n    curl -sv -m 10 https://SERVICE/health\n\nNote the exact answer: no name, no route, refused, timeout, wrong certificate, or an HTTP status. It decides where to look.", due_minutes=5, needs_evidence=True),
        step("scope", "Find out how far it reaches", "One user, one office, one region, or everybody? Ask the service desk what comes in; open the service map and look at what it depends on.", together=True, answers=["everybody", "some"]),
        step("changed", "Look for what changed in the last two hours", "Deployments, configuration, certificates, firewall rules, DNS, capacity. Most outages follow a change.\n\n    git log --since='3 hours ago' --oneline\n    journalctl --since '2 hours ago' -p warning", answers=["something changed", "nothing found"], due_minutes=10),
        step("undo-change", "Undo that change", "Roll back to the last version that worked. Do not repair forwards while users wait, unless going back would lose data: then stop and ask the service owner.", condition=when("changed", "something changed"), undo="Put the change in again once its fault is understood.", role="team"),
        step("name", "Check name, route and port", "    dig +short SERVICE\n    nc -vz -w 5 SERVICE 443\n    traceroute -n SERVICE\n\nA name that resolves to nothing or to an old address: check the zone and its last change before anything else."),
        step("process", "Check that it runs and has room", "    systemctl status SERVICE\n    df -h; df -i\n    free -m; uptime\n    dmesg -T | tail -50\n\nLook for a full disk, exhausted inodes, and `Out of memory: Killed process`.", answers=["runs", "does not run", "no room"]),
        step("room", "Make room", "Find what grew: `du -xh --max-depth=2 / | sort -h | tail`. Compress or move logs. A deleted file that a process still holds frees nothing until that process restarts: `lsof +L1`. Never delete what you cannot name.", condition=when("process", "no room")),
        step("keep", "Keep the evidence before a restart", "    journalctl -u SERVICE --since '1 hour ago' > /var/tmp/before-restart.log\n    ss -tanp > /var/tmp/sockets.txt\n\nOne minute now saves a day later. Skip it if the service costs more in that minute than the cause is worth.", due_minutes=5),
        step("restart", "Restart it, once", "    systemctl restart SERVICE && journalctl -fu SERVICE\n\nIf it dies again within minutes, a second restart will not help: read why it dies.", answers=["came back", "did not help"]),
        step("below", "Check what it stands on", "Database, queue, storage, identity, DNS, third parties. Try each from the service's own host, with the service's own account: it may work for you and not for the service.", condition=when("restart", "did not help")),
        step("switch", "Switch over or serve less", "Standby, other region, read-only mode, a static page that tells the truth. Half a service now is worth more than a whole one in two hours. The commander decides.", condition=when("restart", "did not help"), role="commander", needs_approval=True, undo="Switch back when the main site has been stable for an hour."),
        step("escalate", "Call for help if it is not back within thirty minutes", "The service owner, the team of what it depends on, the supplier's emergency line. Say what you see, what you tried, and what you need.", due_minutes=30, due_from="start", condition={"severity": 2}),
        step("prove", "Prove that it is back", "The same check as in the first step, from outside, three times over five minutes; then one real transaction. Error rate and latency must be where they were yesterday.", needs_evidence=True),
        step("tell", "Tell those who wait, and write down what helped", "Say since when it works and what people need to do (usually nothing). Write the fix on the incident in one sentence.", role="communications"),
    ],
}

DATABASE_FULL = {
    "slug": "database-full", "name": "Database full", "kinds": ["database", "storage"],
    "matchers": ['alertname=~".*([Dd]isk|[Ff]ilesystem|[Dd]atabase|Postgres|Mysql).*([Ff]ull|[Ss]pace|[Ff]illing).*"'],
    "purpose": "A database has run out of room, or will soon: make room without losing a row.",
    "body": "A database that cannot write stops everything above it. The danger is not the outage but the hurried `rm`.\n\n**Never delete anything inside the data directory by hand**, least of all `pg_wal` (PostgreSQL), the binary logs (MySQL) or transaction logs (SQL Server). That turns an outage into a data loss.",
    "steps": [
        step("where", "Find out what is full", "    df -h; df -i\n\nData, log, temporary or backup volume? A full log volume looks the same to users and is mended differently.", answers=["data", "log", "other"], due_minutes=5),
        step("stop-growth", "Stop what fills it", "A runaway import, a report that spills to disk, a backup to the wrong volume.\n\n    SELECT pid, now()-query_start AS age, left(query,80) FROM pg_stat_activity WHERE state<>'idle' ORDER BY age DESC;\n\nCancel (`pg_cancel_backend`) before you terminate. Ask the owner of a job before you stop it, unless writes already fail.", role="team"),
        step("writes", "Do writes fail already?", "Try a harmless write in a test table with the application's account, and read the last lines of the database log.", answers=["yes", "not yet"]),
        step("quiet", "Put the application in read-only or maintenance mode", "Clean refusals are better than half-written orders.", condition=when("writes", "yes"), role="responder", undo="Take the application out of read-only mode."),
        step("logs", "Find out why logs stay", "PostgreSQL: an abandoned replication slot is the usual culprit.\n\n    SELECT slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) FROM pg_replication_slots;\n    SELECT archived_count, failed_count, last_failed_wal FROM pg_stat_archiver;\n\nMySQL: `SHOW BINARY LOGS; SHOW REPLICA STATUS`. SQL Server: `SELECT name, log_reuse_wait_desc FROM sys.databases`.", condition=when("where", "log")),
        step("release", "Let the logs go, the database's own way", "Mend the archive, or drop a slot whose replica is gone for good (that replica must be rebuilt). MySQL: `PURGE BINARY LOGS BEFORE …`, no further than the slowest replica has read. Then `CHECKPOINT` and look again.", condition=when("where", "log"), needs_approval=True),
        step("biggest", "Find what takes the room", "    SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class WHERE relkind IN ('r','m') ORDER BY pg_total_relation_size(oid) DESC LIMIT 15;\n\nCompare with last week. A table that doubled names its author.", condition=when("where", "data")),
        step("grow", "Enlarge the volume if you can", "The quickest and safest way:\n\n    lvextend -r -L +20G /dev/VG/LV\n\nCloud disks grow while in use; grow the file system afterwards (`resize2fs`, `xfs_growfs`). Take what will last three months, not three days.", answers=["done", "not possible"]),
        step("free", "Free room that nobody needs", "Outside the data directory first: old dumps, rotated logs, core files. Inside only by SQL: drop old partitions and tables whose owner agrees. `DELETE` frees nothing on disk by itself, and `VACUUM FULL` needs as much room again as the table has.", condition=when("grow", "not possible"), role="team", needs_approval=True),
        step("stop-here", "Stop and escalate if less than 2 % is left", "Shut the database down cleanly while it still can be: a clean stop needs a little room. Then move the volume. Call the database team's lead.", condition=when("grow", "not possible"), role="commander"),
        step("check", "Check that the data is whole", "The log shows no `PANIC` or `corrupt`; replicas follow (`pg_stat_replication`); the newest backup ended well; a read and a write work with the application's account.", needs_evidence=True),
        step("open", "Let the application write again", "Open it slowly if queues have built up, and watch the disk while they drain.", condition=when("writes", "yes")),
        step("early", "Set the alarm that would have warned us", "Warn when the volume will be full within three days at its present growth (`predict_linear` in Prometheus), not only at 90 %.", role="team"),
    ],
}

CERTIFICATE = {
    "slug": "certificate-expired", "name": "Certificate expired", "kinds": ["application", "network"],
    "matchers": ['alertname=~".*[Cc]ert(ificate)?.*"'],
    "purpose": "Clients refuse to connect because a certificate has expired, or is the wrong one.",
    "body": "The repair is quick once you know **which** certificate, and **where** it is served: it is often not the server that you think, but a load balancer, a proxy or a service behind it.\n\nDo not tell people to ignore the warning, and do not turn checking off in clients: both outlive the incident.",
    "steps": [
        step("which", "See which certificate is served", "    openssl s_client -connect HOST:443 -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates -serial -ext subjectAltName\n\nAsk every address that the name has, IPv6 too: one node of several may be the old one.", due_minutes=5, needs_evidence=True),
        step("what", "What is wrong with it?", "Also check the clock of the client that complains: `timedatectl`.", answers=["expired", "wrong name", "broken chain"]),
        step("chain", "Serve the whole chain", "`openssl s_client -showcerts` must show every intermediate. Browsers fetch a missing one by themselves; programs do not.", condition=when("what", "broken chain")),
        step("where", "Find every place that uses it", "Load balancers, CDN, mail, VPN, mobile apps with a pinned key, partners who pinned it, client certificates. The serial number from the first step is what you look for.", together=False),
        step("automatic", "Was it meant to renew by itself?", "    certbot certificates\n    systemctl list-timers | grep -iE 'cert|acme'\n    kubectl get certificate,certificaterequest -A", answers=["yes", "no"]),
        step("why-not", "Read why it did not", "Port 80 closed, a DNS record for the challenge missing, a rate limit, a renewed file that nothing reloaded. In the last case a reload is all:\n\n    nginx -t && systemctl reload nginx", condition=when("automatic", "yes")),
        step("issue", "Issue a new one", "Make a new key; do not reuse the old one. Include every name of the old certificate. For a public name check the CAA record first: `dig CAA DOMAIN`.\n\n    openssl req -new -newkey rsa:3072 -nodes -keyout new.key -out new.csr\n\nKeep the key off mail and chat.", role="team"),
        step("match", "Check key and certificate before you install them", "    openssl x509 -in new.crt -pubkey -noout | sha256sum\n    openssl pkey -in new.key -pubout | sha256sum\n\nThe two must be the same."),
        step("install", "Install on one node and look", "Keep the old files beside the new ones. Reload rather than restart. Check that node by its own address: `curl -v --resolve HOST:443:ADDRESS https://HOST/`.", undo="Put the old files back and reload."),
        step("rest", "Install everywhere else", "Work through the list from before; tick off each place with the new serial number.", needs_evidence=True),
        step("clients", "Ask those who could not connect to try again", "Partners and machine clients may hold a dead connection or the old chain: restart those."),
        step("alarm", "Watch its end from outside", "An alarm thirty, fourteen and three days before the end, on what is **served**, sent to a team and not to a person.", role="team"),
    ],
}

MAIL = {
    "slug": "mail-outage", "name": "Mail outage", "kinds": [],
    "matchers": ['alertname=~".*([Mm]ail|[Ss]mtp|[Ii]map|[Ee]xchange|[Qq]ueue).*"'],
    "purpose": "Mail is not sent, not received, or both: restore the flow and lose no message.",
    "body": "Mail is patient: senders try again for days. A server that says \"later\" loses nothing; one that says \"no\" does. **When in doubt, answer 4xx or close the port, and never empty a queue.**\n\nWatchkeep's own pages may travel by mail: check at the start that people on call are reached another way.",
    "steps": [
        step("other-way", "Reach people another way", "Phone, chat, push. Check the delivery log: are pages still going out?", due_minutes=5, role="communications"),
        step("direction", "Which direction fails?", "Send one message from outside in and one from inside out, and note the minute.", answers=["in", "out", "both"], together=True),
        step("talk", "Speak with the server", "    dig +short MX DOMAIN\n    openssl s_client -starttls smtp -connect MX:25 -crlf\n\nGreeting, then `EHLO test`. A slow greeting is a DNS or blocklist lookup that hangs.", needs_evidence=True),
        step("queue", "Look at the queue", "    postqueue -p | tail -1\n    postqueue -j | jq -r '.recipients[].delay_reason' | sort | uniq -c | sort -rn | head\n\nExchange: `Get-Queue | Sort MessageCount -desc`. The most frequent reason is usually the answer.", answers=["normal", "long, one reason", "full of spam"]),
        step("spam", "Stop the account that sends it", "Find who: `postqueue -j | jq -r .sender | sort | uniq -c | sort -rn | head`. Lock that account, end its sessions and tokens, hold its messages (`postsuper -h`), do not delete them. Start **Suspected intrusion** beside this.", condition=when("queue", "full of spam"), role="responder"),
        step("basics", "Check room, certificates and names", "Disk of the spool (`df -h /var/spool`), certificate of the MX, resolver (`dig` on the mail server itself), clock, anti-virus and filter daemons. A dead filter stops everything behind it."),
        step("listed", "Are we on a blocklist?", "Rejections name the list. Look up the sending address there. Find and stop the cause before you ask to be taken off: a second listing lasts longer.", condition=when("direction", "out", "both")),
        step("policy", "Check SPF, DKIM and DMARC", "    dig +short TXT DOMAIN\n    dig +short TXT SELECTOR._domainkey.DOMAIN\n    dig +short TXT _dmarc.DOMAIN\n\nCompare with last week's zone.", condition=when("direction", "out", "both")),
        step("provider", "Is it the provider's?", "Their status page, and a ticket with message IDs and times. Note the ticket's number here.", answers=["yes", "no"]),
        step("bridge", "Set up a way round", "An alternative relay or smart host for what is urgent (invoices, password resets). It must be in SPF first. If incoming mail will be down for more than a day, a backup MX must know the valid recipients.", condition=when("provider", "yes"), role="commander", needs_approval=True, undo="Take the other relay out of SPF and routing again."),
        step("flow", "Let the queue flow slowly", "    postqueue -f\n\nNot all at once: large receivers throttle whoever comes with ten thousand messages. Watch the reasons for a delay.", needs_evidence=True),
        step("test", "Test both directions, to three large providers", "Read the headers of what arrived: SPF, DKIM and DMARC must pass. Calendar and shared mailboxes, too."),
        step("say", "Say which messages are late and which are lost", "With times. If something was rejected, its senders have been told: say so.", role="communications"),
    ],
}

WEB_SHOP = {
    "slug": "slow-web-shop", "name": "Slow web shop", "kinds": [],
    "matchers": ['alertname=~".*([Ll]atency|[Ss]low|[Rr]esponseTime).*"'],
    "purpose": "Pages load slowly and customers leave: find the one thing that everybody waits for.",
    "body": "Slow is harder than down: everything looks guilty, because everything waits. Look for the **first** thing in the chain that is slower than yesterday. Compare with the same hour last week, and look at the 95th percentile; the mean hides it.",
    "steps": [
        step("measure", "Measure one slow page", "    curl -so /dev/null -w 'dns %{time_namelookup} connect %{time_connect} tls %{time_appconnect} first %{time_starttransfer} total %{time_total}\\n' https://SHOP/\n\nTime to the first byte is ours; the time after it is size, network, or scripts of others.", due_minutes=5, needs_evidence=True),
        step("which", "What is slow?", "", answers=["all pages", "search or category", "basket and checkout", "only in the browser"]),
        step("load", "Is there more traffic than usual?", "Compare requests with the same hour last week. Which addresses, agents and pages?\n\n    awk '{print $1}' access.log | sort | uniq -c | sort -rn | head", together=True, answers=["as usual", "a campaign", "robots or an attack"]),
        step("robots", "Slow the robots down", "Rate-limit by address and by path at the edge, not in the application. Do not block search engines or your own monitoring: check the reverse name first.", condition=when("load", "robots or an attack"), undo="Take the limit off again."),
        step("campaign", "Make room for the campaign", "More application nodes if the database has headroom; otherwise a waiting room. Ask marketing whether the next wave can wait.", condition=when("load", "a campaign"), role="commander"),
        step("third", "Take slow third-party scripts off", "Developer tools, network tab, sort by time: reviews, chat, tracking, tag manager. A tag that blocks the page can be switched off without a deployment.", condition=when("which", "only in the browser")),
        step("db", "Ask the database what it does", "    SELECT wait_event_type, wait_event, count(*) FROM pg_stat_activity WHERE state='active' GROUP BY 1,2 ORDER BY 3 DESC;\n    SELECT round(total_exec_time), calls, left(query,90) FROM pg_stat_statements ORDER BY 1 DESC LIMIT 10;\n\nOne statement on top that was not there yesterday: missing index, old statistics (`ANALYZE`), or a new release.", answers=["healthy", "one query", "locks", "connections used up"]),
        step("lock", "Find who holds the lock", "    SELECT pid, pg_blocking_pids(pid), left(query,80) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid))>0;\n\nEnd the transaction at the head of the chain, usually an idle one, after you have noted whose it is.", condition=when("db", "locks")),
        step("pool", "Relieve the connections", "Do not raise the database's limit first: more connections make it slower. Find the leak, restart one application node at a time, lower each pool.", condition=when("db", "connections used up")),
        step("cache", "Check the caches", "Hit rate of CDN and object cache against yesterday; memory and evictions (`redis-cli info stats memory`). A cleared cache needs minutes to warm: clear nothing to \"see if it helps\".", together=False),
        step("deploy", "Was there a release today?", "", answers=["yes", "no"]),
        step("back", "Go back to the release before", "Measure before and after, one node first.", condition=when("deploy", "yes"), undo="Deploy the newer release again."),
        step("less", "Serve less", "Switch off what costs and sells little: recommendations, live stock, related products, heavy filters. Keep basket and checkout.", condition={"severity": 2}, role="commander", undo="Switch the features on again, one by one."),
        step("confirm", "Confirm with figures", "95th percentile and orders per minute back to last week's for fifteen minutes; buy something yourself.", needs_evidence=True),
    ],
}

PAYMENTS = {
    "slug": "payment-gateway-unreachable", "name": "Payment gateway unreachable", "kinds": [],
    "matchers": ['alertname=~".*([Pp]ayment|[Cc]heckout|[Gg]ateway).*"'],
    "purpose": "Customers cannot pay: route round the fault, charge nobody twice, lose no order.",
    "body": "Every minute costs money, and every hurried repair may charge somebody twice. **An unanswered payment is neither paid nor failed**: ask the gateway about it, never send it again without its idempotency key.",
    "steps": [
        step("see", "Try a payment", "With the test card in production. Note the error's text and time. Look at the share of successful payments by method over the last hour.", due_minutes=5, due_from="start", needs_evidence=True),
        step("ours", "Is it us or them?", "    curl -sv -m 10 https://GATEWAY/health\n    dig +short GATEWAY\n\nFrom two networks, the payment service's own among them; and the gateway's status page.", answers=["us", "them", "not clear"]),
        step("out", "Check our way out", "Egress firewall and proxy, certificate and trust store, clock (signatures fail after a few minutes of drift), API key expired or rotated, address taken off the gateway's list of allowed ones.", condition=when("ours", "us", "not clear")),
        step("undo", "Undo the last change to payments", "Release, configuration, secrets, network. Ask in the room who changed something.", condition=when("ours", "us", "not clear"), role="team", undo="Make the change again once its fault is understood."),
        step("call", "Call the gateway's emergency line", "Merchant ID, first failure's time, three failed request IDs. Ask for their incident number and when they will call back.", condition=when("ours", "them", "not clear"), due_minutes=10),
        step("second", "Is there a second provider or method?", "", answers=["yes", "no"]),
        step("switch", "Route new payments there", "New payments only: what has begun ends where it began. Begin with one method and a tenth of the traffic. Finance must know.", condition=when("second", "yes"), role="commander", needs_approval=True, undo="Route payments back, a tenth at first."),
        step("order", "Take orders without payment", "Invoice, or pay later by link; cap the value of an order. If neither is possible, close the checkout with an honest sentence and keep the baskets.", condition=when("second", "no"), role="commander", undo="Offer payment at checkout again."),
        step("tell", "Tell customers and the service desk", "What does not work, what still does, that nobody should pay twice, and when the next word comes.", role="communications", due_minutes=30, due_from="start"),
        step("retry", "Stop blind repeats", "Pause jobs that send captures, refunds and renewals again. A thousand repeats in the first minute after its return bring the gateway down once more.", undo="Start the jobs again."),
        step("back", "Watch it come back", "Success rate by method as last week for ten minutes, then start the paused jobs slowly.", needs_evidence=True),
        step("unclear", "Settle what is unclear", "List payments without a final state since the first failure. Ask the gateway for each (by our reference), then confirm or release the order. Look for two captures of one order.", needs_evidence=True, role="team"),
        step("refund", "Refund and write to those who were charged twice", "Before they write to us. Finance confirms the sum.", role="communications"),
    ],
}
PROCEDURES = [SERVICE_DOWN, DATABASE_FULL, CERTIFICATE, MAIL, WEB_SHOP, PAYMENTS]
