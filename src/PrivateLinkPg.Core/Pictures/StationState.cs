namespace PrivateLinkPg.Pictures;

/// <summary>How a station of a path stands. Each has a shape and a word of its own in a picture, besides its colour.</summary>
internal enum StationState
{
    /// <summary>As it must be.</summary>
    Good,

    /// <summary>Not known: it may not be read, or nothing says it.</summary>
    Unknown,

    /// <summary>Somebody must act, or Azure is at work.</summary>
    Waiting,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there and wrong.</summary>
    Broken,
}
