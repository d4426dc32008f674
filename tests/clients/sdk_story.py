#!/usr/bin/python3
"""The whole story of a private endpoint, told by Azure's Python SDK (Debian's python3-azure) against a running sandbox.

Usage: sdk_story.py READY-FILE. Ends with "the SDK told the whole story" or with the first thing that was not as expected.
"""
import json
import os
import sys

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ManagedIdentityCredential
from azure.mgmt.network import NetworkManagementClient
from azure.mgmt.privatedns import PrivateDnsManagementClient
from azure.mgmt.rdbms.postgresql_flexibleservers import PostgreSQLManagementClient
from azure.mgmt.resource import ResourceManagementClient, SubscriptionClient

with open(sys.argv[1], encoding="utf-8") as file:
    ready = json.load(file)
arm = ready["armEndpoint"].rstrip("/")
os.environ["REQUESTS_CA_BUNDLE"] = ready["certificateAuthority"]
os.environ["IDENTITY_ENDPOINT"] = ready["identityEndpoint"]
os.environ["IDENTITY_HEADER"] = ready["identityHeader"]
subscription = ready["subscriptions"]["test"]
common = {"credential": ManagedIdentityCredential(), "base_url": arm, "credential_scopes": [arm + "/.default"]}
of_subscription = dict(common, subscription_id=subscription)
network = NetworkManagementClient(**of_subscription)
dns = PrivateDnsManagementClient(**of_subscription)
postgres = PostgreSQLManagementClient(**of_subscription)
resources = ResourceManagementClient(**of_subscription)

GROUP, REGION, ZONE = "rg-sdk", "japaneast", "privatelink.postgres.database.azure.com"
BASE = f"/subscriptions/{subscription}/resourceGroups/{GROUP}/providers"


def same(wanted, got, what):
    if wanted != got:
        sys.exit(f"not as expected: {what}: wanted {wanted!r}, got {got!r}")


def refused(code, call):
    try:
        call()
    except HttpResponseError as error:
        same(code, error.error.code if error.error else None, f"the refusal ({error.message})")
    else:
        sys.exit(f"not as expected: no refusal with {code}")


same({"development", "test"}, {s.display_name for s in SubscriptionClient(**common).subscriptions.list()}, "subscriptions")

# Group, network, service, server.
resources.resource_groups.create_or_update(GROUP, {"location": REGION})
vnet = network.virtual_networks.begin_create_or_update(GROUP, "vnet", {
    "location": REGION, "address_space": {"address_prefixes": ["10.51.0.0/16"]},
    "subnets": [{"name": "endpoints", "address_prefix": "10.51.0.0/24"}]}).result()
same("Succeeded", vnet.provisioning_state, "network")
services = network.subnets.begin_create_or_update(GROUP, "vnet", "services", {
    "address_prefix": "10.51.1.0/24", "private_link_service_network_policies": "Disabled"}).result()
pls = network.private_link_services.begin_create_or_update(GROUP, "pls", {
    "location": REGION, "ip_configurations": [{"name": "ip", "subnet": {"id": services.id}}],
    "load_balancer_frontend_ip_configurations": [{"id": f"{BASE}/Microsoft.Network/loadBalancers/lb/frontendIPConfigurations/fe"}]}).result()
same(True, pls.alias.startswith("pls.") and pls.alias.endswith(".japaneast.azure.privatelinkservice"), "alias")
same(True, postgres.check_name_availability.execute({"name": "pg-sdk"}).name_available, "name")
server = postgres.servers.begin_create(GROUP, "pg-sdk", {"location": REGION, "version": "14", "administrator_login": "edb_admin"}).result()
same("pg-sdk.postgres.database.azure.com", server.fully_qualified_domain_name, "server")
same("AlreadyExists", postgres.check_name_availability_with_location.execute(REGION, {"name": "pg-sdk"}).reason, "taken name")
postgres.servers.begin_restart(GROUP, "pg-sdk").result()
same(["pg-sdk"], [s.name for s in postgres.servers.list_by_resource_group(GROUP)], "servers")

# Endpoints: automatic, manual, to the service.
subnet = {"id": vnet.subnets[0].id}


def endpoint(name, target, groups, manual=False, **more):
    connection = {"name": name, "private_link_service_id": target, "group_ids": groups}
    key = "manual_private_link_service_connections" if manual else "private_link_service_connections"
    return network.private_endpoints.begin_create_or_update(
        GROUP, name, {"location": REGION, "subnet": subnet, key: [connection], **more}).result()


auto = endpoint("pe-auto", server.id, ["postgresqlServer"])
same(("Approved", "Auto-Approved"), (lambda s: (s.status, s.description))(
    auto.private_link_service_connections[0].private_link_service_connection_state), "automatic connection")
same(["pg-sdk.postgres.database.azure.com"], [c.fqdn for c in auto.custom_dns_configs], "dns configs")
manual = endpoint("pe-manual", server.id, ["postgresqlServer"], manual=True)
same("Pending", manual.manual_private_link_service_connections[0].private_link_service_connection_state.status, "manual connection")
static = endpoint("pe-service", pls.id, [], custom_network_interface_name="nic-service", ip_configurations=[
    {"name": "static", "private_ip_address": "10.51.0.88"}])
nic = network.network_interfaces.get(GROUP, "nic-service")
same("10.51.0.88", nic.ip_configurations[0].private_ip_address, "interface")
same(static.id, nic.private_endpoint.id, "interface's endpoint")
expanded = network.private_endpoints.get(GROUP, "pe-service", expand="networkInterfaces")
same("10.51.0.88", expanded.network_interfaces[0].ip_configurations[0].private_ip_address, "expanded interface")
same(3, len(list(network.private_endpoints.list(GROUP))), "endpoints")
refused("PrivateIPAddressIsAllocated", lambda: endpoint("pe-twice", pls.id, [], ip_configurations=[
    {"name": "static", "private_ip_address": "10.51.0.88"}]))

# Decisions: on the server by resource id (this SDK has no operations for it), on the service by its own.
preview = "2023-06-01-preview"
listed = resources.resources.get_by_id(server.id, "2025-08-01").properties["privateEndpointConnections"]
pending = next(c["id"] for c in listed if "/pe-manual." in c["id"])
resources.resources.begin_create_or_update_by_id(pending, preview, {"properties": {
    "privateLinkServiceConnectionState": {"status": "Approved", "description": "welcome"}}}).result()
state = network.private_endpoints.get(GROUP, "pe-manual").manual_private_link_service_connections[0].private_link_service_connection_state
same(("Approved", "welcome"), (state.status, state.description), "approved by the server")
connection = next(iter(network.private_link_services.list_private_endpoint_connections(GROUP, "pls")))
network.private_link_services.update_private_endpoint_connection(GROUP, "pls", connection.name, {
    "private_link_service_connection_state": {"status": "Rejected", "description": "not you"}})
state = network.private_endpoints.get(GROUP, "pe-service").private_link_service_connections[0].private_link_service_connection_state
same(("Rejected", "not you"), (state.status, state.description), "rejected by the service")
network.private_link_services.begin_delete_private_endpoint_connection(GROUP, "pls", connection.name).result()
state = network.private_endpoints.get(GROUP, "pe-service").private_link_service_connections[0].private_link_service_connection_state
same("Disconnected", state.status, "removed by the service")
same(True, network.private_link_services.begin_check_private_link_service_visibility(REGION, {"private_link_service_alias": pls.alias}).result().visible,
     "visible to its own subscription")

# Names.
zone = dns.private_zones.begin_create_or_update(GROUP, ZONE, {"location": "global"}, if_none_match="*").result()
same((1, "Succeeded"), (zone.number_of_record_sets, zone.provisioning_state), "zone")
refused("PreconditionFailed", lambda: dns.private_zones.begin_create_or_update(GROUP, ZONE, {"location": "global"}, if_none_match="*").result())
link = dns.virtual_network_links.begin_create_or_update(GROUP, ZONE, "link", {
    "location": "global", "virtual_network": {"id": vnet.id}, "registration_enabled": False}).result()
same("Completed", link.virtual_network_link_state, "link")
record = dns.record_sets.create_or_update(GROUP, ZONE, "A", "by-hand", {"ttl": 60, "a_records": [{"ipv4_address": "10.51.0.99"}]}, if_none_match="*")
same("by-hand." + ZONE + ".", record.fqdn, "record")
try:
    dns.record_sets.update(GROUP, ZONE, "A", "by-hand", {"ttl": 61}, if_match="stale")
    sys.exit("not as expected: a stale etag was accepted")
except HttpResponseError as error:
    same(412, error.status_code, "stale etag")
group = network.private_dns_zone_groups.begin_create_or_update(GROUP, "pe-auto", "default", {
    "private_dns_zone_configs": [{"name": "pg", "private_dns_zone_id": zone.id}]}).result()
same(["pg-sdk." + ZONE], [r.fqdn for r in group.private_dns_zone_configs[0].record_sets], "zone group")
same({"pg-sdk", "by-hand", "@"}, {r.name for r in dns.record_sets.list(GROUP, ZONE)}, "records")
same([], network.private_endpoints.get(GROUP, "pe-auto").custom_dns_configs, "dns configs beside a zone group")

# Down again.
network.private_dns_zone_groups.begin_delete(GROUP, "pe-auto", "default").result()
refused("CannotDeleteResource", lambda: dns.private_zones.begin_delete(GROUP, ZONE).result())
dns.record_sets.delete(GROUP, ZONE, "A", "by-hand")
dns.virtual_network_links.begin_delete(GROUP, ZONE, "link").result()
dns.private_zones.begin_delete(GROUP, ZONE).result()
for name in ("pe-auto", "pe-manual", "pe-service"):
    network.private_endpoints.begin_delete(GROUP, name).result()
network.private_link_services.begin_delete(GROUP, "pls").result()
postgres.servers.begin_delete(GROUP, "pg-sdk").result()
resources.resource_groups.begin_delete(GROUP).result()
same(False, resources.resource_groups.check_existence(GROUP), "group")
try:
    network.private_endpoints.get(GROUP, "pe-auto")
    sys.exit("not as expected: an endpoint outlived its group")
except ResourceNotFoundError:
    pass
print("the SDK told the whole story")
