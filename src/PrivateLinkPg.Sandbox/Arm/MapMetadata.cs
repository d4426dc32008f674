using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>GET /metadata/endpoints, which clients ask without a token: one object in the old shape, a list in the new one.</summary>
internal static class MapMetadata
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metadata/endpoints", AnswerAsync);

    private static Task AnswerAsync(HttpContext http)
    {
        var version = http.Request.Query["api-version"].ToString();
        var self = $"{http.Request.Scheme}://{http.Request.Host}";
        JsonNode body = string.CompareOrdinal(version, "2019-05-01") >= 0
            ? new JsonArray(Describe(self))
            : new JsonObject
            {
                ["galleryEndpoint"] = self,
                ["graphEndpoint"] = self,
                ["portalEndpoint"] = self,
                ["authentication"] = new JsonObject { ["loginEndpoint"] = self, ["audiences"] = new JsonArray(self, self + "/") },
            };
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    private static JsonObject Describe(string self) => new()
    {
        ["name"] = "PrivateLinkPgSandbox",
        ["portal"] = self,
        ["authentication"] = new JsonObject
        {
            ["loginEndpoint"] = self,
            ["audiences"] = new JsonArray(self, self + "/"),
            ["tenant"] = "common",
            ["identityProvider"] = "AAD",
        },
        ["media"] = self,
        ["graphAudience"] = self,
        ["graph"] = self,
        ["batch"] = self,
        ["resourceManager"] = self,
        ["gallery"] = self,
        ["microsoftGraphResourceId"] = self,
        ["activeDirectoryDataLake"] = self,
        ["suffixes"] = new JsonObject
        {
            ["postgresqlServerEndpoint"] = "postgres.database.azure.com",
            ["keyVaultDns"] = "vault.azure.net",
            ["storage"] = "core.windows.net",
            ["sqlServerHostname"] = "database.windows.net",
        },
    };
}
