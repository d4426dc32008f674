using CsCheck;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>What a record notes of the endpoints that it is for, whoever comes and goes in whatever order.</summary>
public sealed class RecordNoteTests
{
    private static readonly string[] Endpoints =
        [.. Enumerable.Range(1, 4).Select(i => $"/subscriptions/8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b22/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe-{i}")];

    // Null: nobody noted anything. Others may use the keys that we would.
    private static readonly Gen<Dictionary<string, string>?> Before = Gen.Int[0, 4].Select(which => which switch
    {
        0 => null,
        1 => [],
        2 => new Dictionary<string, string> { ["owner"] = "dc team" },
        3 => new Dictionary<string, string> { ["creator"] = "created by private endpoint theirs with resource guid 8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b22" },
        _ => new Dictionary<string, string> { ["owner"] = "dc team", ["EndpointId"] = Endpoints[0] + "-theirs", ["endpointIp"] = "10.9.9.9" },
    });

    private static readonly Gen<(int Endpoint, bool Joins, int Address)> Step = Gen.Select(
        Gen.Int[0, Endpoints.Length - 1], Gen.Bool, Gen.Int[1, 9], (endpoint, joins, address) => (endpoint, joins, address));

    [Fact]
    public void Each_endpoint_has_its_addresses_and_when_all_have_left_nothing_of_them_is_left() => Gen.Select(Before, Step.List[1, 12]).Sample((before, steps) =>
    {
        Dictionary<string, string>? metadata = before;
        Dictionary<string, HashSet<string>> model = [];
        foreach ((int number, bool joins, int last) in steps)
        {
            string endpoint = Endpoints[number], address = $"10.0.0.{last}";
            if (joins)
            {
                metadata = RecordOwner.Joined(metadata, number % 2 == 0 ? endpoint.ToUpperInvariant() : endpoint, [address]);
                (model.TryGetValue(endpoint, out HashSet<string>? has) ? has : model[endpoint] = []).Add(address);
            }
            else
            {
                metadata = RecordOwner.Left(metadata, endpoint);
                model.Remove(endpoint);
            }
            RecordOwner noted = Of(metadata);
            foreach (string each in Endpoints)
            {
                Assert.Equal(model.ContainsKey(each), noted.IsMadeFor(each));
                foreach (int i in Enumerable.Range(1, 9))
                    Assert.Equal(model.GetValueOrDefault(each)?.Contains($"10.0.0.{i}") == true, noted.IsMadeFor(each, $"10.0.0.{i}"));
            }
            Assert.Equal(Of(before).ZoneGroupEndpoint, noted.ZoneGroupEndpoint);
            Assert.False(noted.IsOurs);
        }
        foreach (string endpoint in Endpoints) metadata = RecordOwner.Left(metadata, endpoint);
        Assert.Equal((before ?? []).OrderBy(pair => pair.Key), (metadata ?? []).OrderBy(pair => pair.Key));
    });

    private static RecordOwner Of(Dictionary<string, string>? metadata) => RecordOwner.Of(new() { Properties = new() { Metadata = metadata } });
}
