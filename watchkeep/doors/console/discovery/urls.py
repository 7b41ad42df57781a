"""Addresses of discovery."""

from django.urls import path

from watchkeep.doors.console.discovery import bills, doubts, gateways, jobs, rules, views

urlpatterns = [
    path("discovery", views.discovery, name="discovery"),
    path("discovery/inventories/<int:pk>", views.inventory, name="inventory"),
    path("discovery/inventories/<int:pk>/source", views.source, name="inventory_source"),
    path("discovery/inventories/<int:pk>/again", views.again, name="inventory_again"),
    path("discovery/gateways/add", gateways.add, name="gateway_add"),
    path("discovery/gateways/<int:pk>", gateways.gateway, name="gateway"),
    path("discovery/gateways/<int:pk>/change", gateways.change, name="gateway_change"),
    path("discovery/gateways/<int:pk>/key", gateways.rotate, name="gateway_rotate"),
    path("discovery/gateways/<int:pk>/switch", gateways.switch, name="gateway_switch"),
    path("discovery/jobs", jobs.jobs, name="discovery_jobs"),
    path("discovery/jobs/add/<slug:kind>", jobs.add, name="discovery_job_add"),
    path("discovery/jobs/<int:pk>", jobs.job, name="discovery_job"),
    path("discovery/jobs/<int:pk>/change", jobs.change, name="discovery_job_change"),
    path("discovery/jobs/<int:pk>/switch", jobs.switch, name="discovery_job_switch"),
    path("discovery/jobs/<int:pk>/run", jobs.ask, name="discovery_job_run"),
    path("discovery/runs/<int:pk>", jobs.run, name="discovery_run"),
    path("discovery/runs/<int:pk>/stop", jobs.stop, name="discovery_run_stop"),
    path("discovery/networks", jobs.networks, name="discovery_networks"),
    path("discovery/networks/open", jobs.open_network, name="discovery_network_open"),
    path("discovery/networks/<int:pk>/shut", jobs.shut_network, name="discovery_network_shut"),
    path("discovery/bill", bills.bill, name="discovery_bill"),
    path("discovery/components", bills.components, name="discovery_components"),
    path("discovery/doubts", doubts.doubts, name="doubts"),
    path("discovery/doubts/<int:pk>", doubts.doubt, name="doubt"),
    path("discovery/doubts/<int:pk>/same", doubts.same, name="doubt_same"),
    path("discovery/doubts/<int:pk>/different", doubts.different, name="doubt_different"),
    path("discovery/items/<int:pk>", doubts.marks, name="item_marks"),
    path("discovery/items/<int:pk>/merge", doubts.merge, name="item_merge"),
    path("discovery/traces/<int:pk>/split", doubts.split, name="trace_split"),
    path("discovery/verdicts/<int:pk>/take-back", doubts.take_back, name="verdict_take_back"),
    path("discovery/rules", rules.rules, name="discovery_rules"),
    path("discovery/rules/patience", rules.set_patience, name="patience_set"),
    path("discovery/rules/notice", rules.set_notice, name="notice_set"),
    path("discovery/rules/placeholder", rules.add_placeholder, name="placeholder_add"),
    path("discovery/placeholders/<int:pk>/remove", rules.remove_placeholder, name="placeholder_remove"),
]
