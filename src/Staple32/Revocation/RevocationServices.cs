using Staple32.Ocsp;
using Staple32.Retrieval;

namespace Staple32.Revocation;

/// <summary>Everything outside that revocation checks depend on.</summary>
public sealed class RevocationServices
{
    /// <summary>Brings CRLs.</summary>
    public required IObjectFetcher Fetcher { get; init; }

    /// <summary>Brings OCSP responses.</summary>
    public required IHttpTransport Transport { get; init; }

    /// <summary>What each responder understands.</summary>
    public ResponderMemory Responders { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Skew and stand-in validity of responses.</summary>
    public OcspVerificationSettings Verification { get; init; } = new(TimeSpan.FromSeconds(300), TimeSpan.FromHours(12));

    /// <summary>A longer response is cut off and refused.</summary>
    public int MaxResponseBytes { get; init; } = 262144;
}
