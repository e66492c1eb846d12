namespace Staple32.Settings;

/// <summary>
/// How responses are asked for, kept and handed out. Immutable; equal by value, so that handles opened with the same
/// settings can share an entry. The names and defaults of the first eight are those of Windows' certificate chain
/// configuration; the others are ours.
/// </summary>
public sealed record PrefetchSettings
{
    public static readonly PrefetchSettings Default = new();

    /// <summary>A response is handed out only while at least this much validity is left.</summary>
    public TimeSpan MinValidity { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Limit for the retrieval at one URL: name resolution, connecting, TLS, headers and body together.</summary>
    public TimeSpan UrlRetrievalTimeout { get; init; } = TimeSpan.FromMilliseconds(15000);

    /// <summary>A refresh starts no earlier than nextUpdate minus this.</summary>
    public TimeSpan MaxBeforeNextUpdate { get; init; } = TimeSpan.FromSeconds(14400);

    /// <summary>No refresh is started from nextUpdate minus this ...</summary>
    public TimeSpan MinBeforeNextUpdate { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>... until nextUpdate plus this.</summary>
    public TimeSpan MinAfterNextUpdate { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A response without nextUpdate counts as valid for this long from thisUpdate.</summary>
    public TimeSpan OcspValidity { get; init; } = TimeSpan.FromSeconds(43200);

    /// <summary>Least time between two looks at a certificate directory.</summary>
    public TimeSpan MinSyncCertFile { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most time between two looks at a certificate directory; never less than <see cref="MinSyncCertFile"/>.</summary>
    public TimeSpan MaxSyncCertFile { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>The least delay before another attempt.</summary>
    public TimeSpan MinRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The cap of the delay before another attempt; never less than <see cref="MinRetry"/>.</summary>
    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>Requests in flight, in all.</summary>
    public int MaxConcurrentRetrievals { get; init; } = 64;

    /// <summary>Requests in flight to one host and port.</summary>
    public int MaxConcurrentRetrievalsPerResponder { get; init; } = 8;

    /// <summary>A longer HTTP body is cut off and refused.</summary>
    public int MaxResponseBytes { get; init; } = 262144;

    /// <summary>How far in the future thisUpdate and producedAt may lie.</summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromSeconds(300);
}
