namespace Staple32.Ocsp;

/// <summary>The status of a certificate in an accepted response (RFC 6960 2.2; "unknown" is never accepted).</summary>
public enum OcspCertificateStatus
{
    Good,
    Revoked,
}

/// <summary>A response that passed every check of the verifier. Immutable, but for the <see cref="Companion"/>.</summary>
public sealed class AcceptedResponse
{
    /// <summary>The whole OCSPResponse, DER.</summary>
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    public required OcspCertificateStatus Status { get; init; }

    public required DateTimeOffset ProducedAt { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>nextUpdate as it stands in the response, null if absent.</summary>
    public required DateTimeOffset? NextUpdate { get; init; }

    /// <summary>The end of validity that counts: nextUpdate or its stand-in, and no later than a delegated signer's end.</summary>
    public required DateTimeOffset EffectiveNextUpdate { get; init; }

    /// <summary>Null unless revoked.</summary>
    public required DateTimeOffset? RevocationTime { get; init; }

    /// <summary>The CRLReason, null if absent.</summary>
    public required int? RevocationReason { get; init; }

    /// <summary>The hash algorithm of the CertID that matched, dotted.</summary>
    public required string HashOid { get; init; }

    /// <summary>The certificate of a delegated signer, a view on <see cref="Encoded"/>; empty if the issuer signed.</summary>
    public ReadOnlyMemory<byte> EncodedDelegate { get; init; }

    /// <summary>
    /// A place for the one companion object that an outer layer keeps per response (the library's boundary: its native
    /// form). The core neither reads nor writes it.
    /// </summary>
    public object? Companion { get; set; }
}
