namespace PrivateLinkPg.Pacing;

/// <summary>What Azure counts apart.</summary>
internal enum RequestKind
{
    /// <summary>GET and HEAD, polls of operations too.</summary>
    Reads,

    /// <summary>PUT, PATCH and POST, also where a POST only asks.</summary>
    Writes,

    /// <summary>DELETE.</summary>
    Deletes,
}
