using Azure.Core;
using PrivateLinkPg.Pacing;

namespace PrivateLinkPg.Core.Tests.Pacing;

public sealed class AzureLimitTests
{
    [Theory]
    [InlineData("GET", "/subscriptions/S/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/z/A/r", "reads of Microsoft.Network/privateDnsZones/A in subscription S")]
    [InlineData("HEAD", "/subscriptions/S/resourceGroups/g", "reads in subscription S")]
    [InlineData("GET", "/subscriptions/S/providers/Microsoft.Network/privateEndpoints", "reads of Microsoft.Network/privateEndpoints in subscription S")]
    [InlineData("GET", "/Subscriptions/S/Providers/Microsoft.Network/locations/westus/operations/1?t=/providers/x", "reads of Microsoft.Network/locations/operations in subscription S")]
    [InlineData("PUT", "/subscriptions/S/resourceGroups/g/providers/A.B/c/d/providers/Microsoft.Authorization/locks/l", "writes of Microsoft.Authorization/locks in subscription S")]
    [InlineData("PATCH", "/subscriptions/S", "writes in subscription S")]
    [InlineData("POST", "/subscriptions/S/providers/Microsoft.Network/checkIt", "writes of Microsoft.Network/checkIt in subscription S")]
    [InlineData("DELETE", "/subscriptions/S/resourceGroups/g/providers", "deletes in subscription S")]
    [InlineData("GET", "/subscriptions", "reads in the tenant")]
    [InlineData("GET", "/providers/Microsoft.Authorization/roleDefinitions/r", "reads of Microsoft.Authorization/roleDefinitions in the tenant")]
    [InlineData("GET", "/", "reads in the tenant")]
    public void A_request_counts_by_its_method_its_subscription_and_its_type(string method, string path, string limit) =>
        Assert.Equal("Azure's limit of " + limit, Of(method, path).ToString());

    [Theory]
    [InlineData("DELETE", "/subscriptions/S", "x-ms-ratelimit-remaining-subscription-deletes")]
    [InlineData("GET", "/subscriptions", "x-ms-ratelimit-remaining-tenant-reads")]
    public void Azure_says_what_is_left_in_a_header_of_its_own(string method, string path, string header) =>
        Assert.Equal(header, Of(method, path).RemainingHeader);

    private static AzureLimit Of(string method, string path) =>
        AzureLimit.Of(new RequestMethod(method), new Uri("https://management.azure.com" + path), "me");
}
