using Staple32.Settings;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>The flags of CertVerifyRevocation that change how a single certificate is checked, by their native values.</summary>
[Flags]
public enum RevocationOptions
{
    None = 0,

    /// <summary>No network: only what is in stores, on the certificate, or remembered.</summary>
    CacheOnly = 0x2,

    /// <summary>Only OCSP; a certificate without a responder is not in the database.</summary>
    ServerOcsp = 0x8,

    /// <summary>Where there is a responder, CRLs are not looked at.</summary>
    NoFailoverToCrl = 0x10,

    /// <summary>Of OCSP only what comes over the network now.</summary>
    OcspWireOnly = 0x20,

    /// <summary>A delegated OCSP signer must not be revoked itself, unless it carries id-pkix-ocsp-nocheck. (Of ours: the flag is CertGetCertificateChain's.)</summary>
    CheckOcspSigner = 0x1000,
}

/// <summary>
/// Says whether a certificate's path leads to the same trust anchor as that of the certificate that is checked, so that
/// it may sign CRLs about it (RFC 5280 6.3.3 (f)).
/// </summary>
/// <param name="signer">The certificate.</param>
/// <returns>The issuer on that path; null if there is no such path.</returns>
public delegate StoredCertificate? CrlSignerJudge(StoredCertificate signer);

/// <summary>One certificate whose revocation is asked about.</summary>
public sealed record RevocationQuestion
{
    public required StoredCertificate Subject { get; init; }

    /// <summary>Its issuer, whose signature on it has been verified; null if it is not known: then nothing can be checked.</summary>
    public required StoredCertificate? Issuer { get; init; }

    /// <summary>Where CRLs, and certificates that sign them, are looked for before the network.</summary>
    public IReadOnlyList<CertificateStore> Stores { get; init; } = [];

    /// <summary>The current time: CRLs and responses must be valid then.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>A certificate that was revoked later than this is good; null: whenever it was revoked.</summary>
    public DateTimeOffset? TimeToUse { get; init; }

    public RevocationOptions Options { get; init; }

    /// <summary>How old thisUpdate may be, in place of nextUpdate; null: nextUpdate counts.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>What was fetched before this is fetched again; null: it may be used.</summary>
    public DateTimeOffset? Resync { get; init; }

    /// <summary>A longer CRL is not fetched.</summary>
    public int MaxCrlBytes { get; init; } = ChainSettings.Default.MaxObjectBytes;

    /// <summary>The time for fetching.</summary>
    public required UrlBudget Budget { get; init; }

    /// <summary>Judges CRL signers that are not the issuer; null: nobody else may sign.</summary>
    public CrlSignerJudge? SignerJudge { get; init; }

    /// <summary>0 for the certificate that is asked about, 1 for one that vouches for its status.</summary>
    internal int Depth { get; init; }
}
