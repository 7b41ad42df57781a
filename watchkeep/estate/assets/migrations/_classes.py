"""The classes with which every installation begins, and what is known of such things."""


def text(name, label, **more):
    """A line of text."""
    return {"name": name, "label": label, "kind": "text", **more}


def of(kind, name, label, **more):
    """A value of some kind."""
    return {"name": name, "label": label, "kind": kind, **more}


def choice(name, label, *choices):
    """One of these."""
    return {"name": name, "label": label, "kind": "choice", "choices": list(choices)}


SYSTEM = (
    text("hostname", "Host name"), text("domain", "Domain"), text("uuid", "System UUID"),
    text("os", "Operating system"), text("os_version", "Version of the system"), text("kernel", "Kernel"),
    text("architecture", "Architecture"), of("number", "cpu_count", "Processors"), of("number", "cores", "Cores"),
    of("bytes", "memory", "Memory"), of("bytes", "disk", "Disk space"),
    of("ip", "ips", "IP addresses", many=True), of("mac", "macs", "MAC addresses", many=True),
)  # fmt: skip
ENVIRONMENT = choice("environment", "Environment", "production", "staging", "test", "development")

CLASSES = (  # path, name, icon, attributes
    ("hardware", "Hardware", "hardware", (of("number", "height_units", "Height", unit="U"), of("number", "power", "Power", unit="W"))),
    ("hardware.computer", "Computer", "computer", (
        *SYSTEM, text("cpu", "Processor"), text("bios_version", "Firmware"), text("last_user", "Last user"),
    )),
    ("hardware.computer.desktop", "Desktop", "computer", (of("number", "screens", "Screens"),)),
    ("hardware.computer.laptop", "Laptop", "laptop", (
        of("boolean", "encrypted", "Disk encrypted"), of("number", "battery_health", "Battery health", unit="%"),
    )),
    ("hardware.computer.server", "Server", "server", (
        ENVIRONMENT, text("rack_position", "Position in the rack"), of("ip", "management_ip", "Management address"),
    )),
    ("hardware.network_device", "Network device", "network", (
        choice("role", "Role", "switch", "router", "firewall", "access point", "load balancer", "other"),
        of("number", "ports", "Ports"), text("firmware", "Firmware"), of("ip", "management_ip", "Management address"),
        of("ip", "ips", "IP addresses", many=True), of("mac", "macs", "MAC addresses", many=True),
        text("hostname", "Host name"), text("description", "What it says of itself"),
    )),
    ("hardware.printer", "Printer", "printer", (
        of("boolean", "colour", "Colour"), of("number", "pages", "Pages printed"),
        of("ip", "ips", "IP addresses", many=True), of("mac", "macs", "MAC addresses", many=True),
        text("hostname", "Host name"), text("firmware", "Firmware"),
    )),
    ("hardware.phone", "Phone", "phone", (
        text("imei", "IMEI"), text("phone_number", "Phone number"), text("os", "Operating system"),
        text("os_version", "Version of the system"), of("mac", "macs", "MAC addresses", many=True),
    )),
    ("hardware.peripheral", "Peripheral", "item", (
        choice("sort", "Sort", "monitor", "docking station", "keyboard", "headset", "camera", "power supply", "other"),
        text("size", "Size"),
    )),
    ("virtual_machine", "Virtual machine", "virtual", (*SYSTEM, ENVIRONMENT, text("hypervisor", "Hypervisor"))),
    ("container_host", "Container host", "virtual", (
        *SYSTEM, text("engine", "Engine"), text("engine_version", "Version of the engine"), ENVIRONMENT,
    )),
    ("container", "Container", "virtual", (text("image", "Image"), text("namespace", "Namespace"), ENVIRONMENT)),
    ("cluster", "Cluster", "cluster", (text("technology", "Technology"), text("version", "Version"), ENVIRONMENT)),
    ("software", "Software", "software", (
        text("version", "Version"), of("number", "port", "Port"), of("url", "url", "Address"), ENVIRONMENT,
    )),
    ("software.database", "Database", "database", (
        text("engine", "Engine"), of("bytes", "size", "Size"), of("boolean", "replicated", "Replicated"),
    )),
    ("software.application", "Application", "software", (text("vendor", "Vendor"), of("url", "documentation", "Documentation"))),
    ("cloud", "Cloud resource", "cloud", (
        text("provider", "Provider"), text("account", "Account"), text("region", "Region"), text("resource_type", "Type"),
        text("resource_id", "Identifier"), of("ip", "ips", "IP addresses", many=True), ENVIRONMENT,
    )),
    ("storage", "Storage", "storage", (
        of("bytes", "capacity", "Capacity"), of("bytes", "used", "Used"), text("protocol", "Protocol"),
        of("ip", "ips", "IP addresses", many=True),
    )),
    ("certificate", "Certificate", "certificate", (
        text("subject", "Subject"), text("issuer", "Issuer"), text("fingerprint", "Fingerprint"),
        of("date", "valid_from", "Valid from"), of("date", "valid_until", "Valid until"),
        text("names", "Names", many=True),
    )),
    ("network", "Network", "network", (
        text("cidr", "Range"), of("number", "vlan", "VLAN"), of("ip", "gateway", "Gateway"),
    )),
    ("address", "Address", "network", (of("ip", "ip", "IP address"), text("dns_name", "Name in DNS"))),
    ("location", "Location", "location", (
        text("street", "Street"), text("city", "City"), text("country", "Country"), text("floor", "Floor"),
        text("room", "Room"),
    )),
    ("location.rack", "Rack", "rack", (
        of("number", "height_units", "Height", unit="U"), of("number", "max_power", "Power", unit="W"),
    )),
    ("other", "Other", "item", ()),
)  # fmt: skip
OLD_KINDS = {
    "host": "computer", "database": "database", "network": "network_device", "application": "application",
    "storage": "storage", "cloud": "cloud", "other": "other",
}  # fmt: skip
"""What the first form of the register called these."""
SOURCES = (("people", "People", "person"), ("import", "Import", "import"))
AUTHORITIES = (  # attribute, order, counts for so many days
    ("", ["agent", "cloud", "network", "import", "person"], 30),
    ("name", ["person", "import", "cloud", "agent", "network"], None),
    ("asset_tag", ["person", "import", "agent", "cloud", "network"], None),
)
