namespace Staple32.Retrieval;

/// <summary>Fetches certificates and CRLs that a certificate says where to find. Online issuers and revocation enter the chain builder here.</summary>
public interface IObjectFetcher
{
    /// <summary>Brings the object at a URL, from what is remembered of it or over the network.</summary>
    /// <returns>Never faults and never waits longer than the request's timeout: a failure is an object without bytes.</returns>
    public FetchedObject Fetch(FetchRequest request);
}

/// <summary>One object that is wanted.</summary>
/// <param name="Url">Absolute, http or https.</param>
/// <param name="MaxBytes">A longer body is refused.</param>
/// <param name="Timeout">For all of it; zero or less fails at once unless the object is remembered.</param>
public sealed record FetchRequest(Uri Url, int MaxBytes, TimeSpan Timeout)
{
    /// <summary>Only what is remembered; no network.</summary>
    public bool CacheOnly { get; init; }

    /// <summary>What is remembered is good enough only if it was fetched after this; null: whatever its age, as long as it may be used.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// Whether a body is of any use; null: every one is. One that is refused counts as nothing, whether remembered or
    /// fetched: a page that somebody put in the way, or a CRL that has expired, does not stay in the way. Must not throw.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, bool>? IsUsable { get; init; }
}

/// <summary>What came of a <see cref="FetchRequest"/>.</summary>
/// <param name="Bytes">The body; null if nothing came.</param>
/// <param name="Failure">Why nothing came.</param>
/// <param name="FetchedAt">When it came over the network.</param>
/// <param name="Detail">One line for logs; empty when nothing went wrong.</param>
public sealed record FetchedObject(ReadOnlyMemory<byte>? Bytes, TransportFailure Failure, DateTimeOffset FetchedAt, string Detail);
