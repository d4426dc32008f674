namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The counters that answers carry: what is left after this request.</summary>
internal static class RateLimits
{
    public static void WriteRemaining(HttpContext http, ResourceTypeInfo type)
    {
        var headers = http.Response.Headers;
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (type.Wire == Wire.PrivateDns)
        {
            headers["x-ms-ratelimit-remaining-subscription-resource-requests"] = isRead ? "499" : "11999";
            return;
        }
        if (isRead)
        {
            headers["x-ms-ratelimit-remaining-subscription-global-reads"] = "16499";
            return;
        }
        var kind = HttpMethods.IsDelete(http.Request.Method) ? "deletes" : "writes";
        headers[$"x-ms-ratelimit-remaining-subscription-{kind}"] = "799";
        headers[$"x-ms-ratelimit-remaining-subscription-global-{kind}"] = "11999";
    }
}
