#!/bin/bash
# The whole story of a private endpoint, told by Debian's azure-cli against a running sandbox.
# Usage: az-story.sh READY-FILE. Ends with "az told the whole story" or with the first thing that was not as expected.
set -euo pipefail
ready=$1
here=$(dirname "$(readlink -f "$0")")
get() { /usr/bin/python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); [d:=d[k] for k in sys.argv[2].split(".")]; print(d)' "$ready" "$1"; }
az() { /usr/bin/python3 -I "$here/az.py" "$folder/az" "$@" --only-show-errors; }
fail() { echo "not as expected: $*" >&2; exit 1; }
same() { [ "$1" = "$2" ] || fail "wanted '$1', got '$2' ($3)"; }

folder=$(mktemp -d)
serving=
trap '[ -z "$serving" ] || kill "$serving"; rm -rf "$folder"' EXIT
export AZURE_CONFIG_DIR=$folder REQUESTS_CA_BUNDLE MSI_ENDPOINT
export AZURE_CORE_COLLECT_TELEMETRY=no AZURE_CORE_ERROR_RECOMMENDATION=off AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no
REQUESTS_CA_BUNDLE=$(get certificateAuthority)
MSI_ENDPOINT=$(get identityEndpoint)
arm=$(get armEndpoint); arm=${arm%/}
# An empty configuration folder makes az ask a public host for newer versions; this says that it just did.
printf '{"versions":{"azure-cli":{"local":"2.45.0","pypi":"2.45.0"},"core":{"local":"2.45.0","pypi":"2.45.0"}},"update_time":"%s"}' "$(date '+%Y-%m-%d %H:%M:%S.000000')" > "$folder/versionCheck.json"

/usr/bin/python3 "$here/repaired_az.py" "$folder/az" &
serving=$!
until [ -S "$folder/az" ]; do kill -0 "$serving" 2> /dev/null || fail "az cannot be loaded"; sleep 0.1; done

az cloud register -n sandbox --endpoint-resource-manager "$arm" --endpoint-active-directory "$arm" \
    --endpoint-active-directory-resource-id "$arm" --endpoint-active-directory-graph-resource-id "$arm"
az cloud set -n sandbox
az login --identity -o none
subscription=$(get subscriptions.test)
az account set -s "$subscription"

group=rg-az
az group create -n $group -l japaneast -o none
same true "$(az group exists -n $group)" "group exists"
az network vnet create -g $group -n vnet --address-prefixes 10.50.0.0/16 -l japaneast -o none
az network vnet subnet create -g $group --vnet-name vnet -n endpoints --address-prefixes 10.50.0.0/24 -o none
az network vnet subnet create -g $group --vnet-name vnet -n services --address-prefixes 10.50.1.0/24 \
    --disable-private-link-service-network-policies true -o none
base=/subscriptions/$subscription/resourceGroups/$group/providers
az network private-link-service create -g $group -n pls --vnet-name vnet --subnet services -l japaneast \
    --lb-frontend-ip-configs "$base/Microsoft.Network/loadBalancers/lb/frontendIPConfigurations/fe" -o none

server=$base/Microsoft.DBforPostgreSQL/flexibleServers/pg-az
echo '{"location":"japaneast","properties":{"version":"16","administratorLogin":"edb_admin"}}' > "$folder/server.json"
az resource create --id "$server" --api-version 2022-12-01 --is-full-object -p "@$folder/server.json" -o none
same Ready "$(az postgres flexible-server show --ids "$server" --query state -o tsv)" "flexible-server show"

az network private-endpoint create -g $group -n pe-auto --vnet-name vnet --subnet endpoints --private-connection-resource-id "$server" \
    --group-id postgresqlServer --connection-name auto -l japaneast -o none
same pg-az.postgres.database.azure.com "$(az network private-endpoint show -g $group -n pe-auto --query 'customDnsConfigs[0].fqdn' -o tsv)" "dns config"
az network private-endpoint create -g $group -n pe-manual --vnet-name vnet --subnet endpoints --private-connection-resource-id "$server" \
    --group-id postgresqlServer --connection-name manual --manual-request true --request-message 'let me in' -l japaneast -o none
pls=$base/Microsoft.Network/privateLinkServices/pls
az network private-endpoint create -g $group -n pe-service --vnet-name vnet --subnet endpoints --private-connection-resource-id "$pls" \
    --connection-name service --nic-name nic-service -l japaneast -o none
same 10.50.0.6 "$(az network nic show -g $group -n nic-service --query 'ipConfigurations[0].privateIpAddress || ipConfigurations[0].privateIPAddress' -o tsv)" "nic show"
same 3 "$(az network private-endpoint list -g $group --query 'length(@)' -o tsv)" "endpoint list"
az network private-endpoint update -g $group -n pe-service --set tags.a=b -o none
nic=$base/Microsoft.Network/networkInterfaces/nic-service
az network nic update --ids "$nic" --set tags.a=b -o none 2> "$folder/errors" && fail "an endpoint's interface was written"
grep -q CannotModifyNicAttachedToPrivateEndpoint "$folder/errors" || fail "$(cat "$folder/errors")"
az tag create --resource-id "$nic" --tags c=d -o none
same d "$(az tag list --resource-id "$nic" --query 'properties.tags.c' -o tsv)" "tag list"
az policy assignment create -n here --policy e56962a6-4747-49cd-b67b-bf8b01975c4c --scope "/subscriptions/$subscription/resourceGroups/$group" \
    --params '{"listOfAllowedLocations":{"value":["japaneast"]}}' -o none
az postgres flexible-server restart --ids "$server"

connection=$(az rest --url "$arm$server/privateEndpointConnections?api-version=2023-06-01-preview" \
    --query "value[?starts_with(name, 'pe-manual.')].id" -o tsv)
az resource update --ids "$connection" --api-version 2023-06-01-preview \
    --set properties.privateLinkServiceConnectionState.status=Approved properties.privateLinkServiceConnectionState.description=welcome -o none
same Approved "$(az network private-endpoint show -g $group -n pe-manual \
    --query 'manualPrivateLinkServiceConnections[0].privateLinkServiceConnectionState.status' -o tsv)" "approved on the server"
az resource delete --ids "$connection" --api-version 2023-06-01-preview
same Disconnected "$(az network private-endpoint show -g $group -n pe-manual \
    --query 'manualPrivateLinkServiceConnections[0].privateLinkServiceConnectionState.status' -o tsv)" "disconnected by the server"
service=$(az network private-endpoint-connection list --id "$pls" --query '[0].id' -o tsv)
az network private-endpoint-connection reject --id "$service" --description 'not you' -o none
same Rejected "$(az network private-endpoint show -g $group -n pe-service \
    --query 'privateLinkServiceConnections[0].privateLinkServiceConnectionState.status' -o tsv)" "rejected by the service"
az network private-endpoint-connection approve --id "$service" -o none

zone=privatelink.postgres.database.azure.com
az network private-dns zone create -g $group -n $zone -o none
az network private-dns zone create -g $group -n $zone -o none 2> "$folder/errors" && fail "a zone was created twice"
grep -q PreconditionFailed "$folder/errors" || fail "$(cat "$folder/errors")"
echo "{\"location\":\"global\",\"properties\":{\"registrationEnabled\":false,\"virtualNetwork\":{\"id\":\"$base/Microsoft.Network/virtualNetworks/vnet\"}}}" > "$folder/link.json"
az resource create --id "$base/Microsoft.Network/privateDnsZones/$zone/virtualNetworkLinks/link" --api-version 2020-06-01 --is-full-object \
    -p "@$folder/link.json" -o none
az network private-dns record-set a add-record -g $group -z $zone -n by-hand -a 10.50.0.99 -o none
same 10.50.0.99 "$(az network private-dns record-set a show -g $group -z $zone -n by-hand --query 'aRecords[0].ipv4Address' -o tsv)" "record show"
az network private-dns record-set a delete -g $group -z $zone -n by-hand -y
az network private-endpoint dns-zone-group create -g $group --endpoint-name pe-auto -n default --private-dns-zone $zone --zone-name pg -o none
same 10 "$(az network private-dns record-set a show -g $group -z $zone -n pg-az --query ttl -o tsv)" "the zone group's record"

az network private-endpoint dns-zone-group delete -g $group --endpoint-name pe-auto -n default
for endpoint in pe-auto pe-manual pe-service; do az network private-endpoint delete -g $group -n $endpoint; done
az network private-dns zone delete -g $group -n $zone -y 2> "$folder/errors" && fail "a zone with a link was deleted"
az network private-dns link vnet delete -g $group -z $zone -n link -y
az network private-dns zone delete -g $group -n $zone -y
az group delete -n $group -y
same false "$(az group exists -n $group)" "group gone"
az network private-endpoint show -g $group -n pe-auto -o none 2> "$folder/errors" && fail "an endpoint outlived its group"
grep -q ResourceGroupNotFound "$folder/errors" || fail "$(cat "$folder/errors")"
echo "az told the whole story"
