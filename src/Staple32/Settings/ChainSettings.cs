namespace Staple32.Settings;

/// <summary>
/// How chains are built, as far as the administrator of the machine may say. Names and defaults are those of Windows'
/// certificate chain configuration. Immutable; equal by value.
/// </summary>
public sealed record ChainSettings
{
    public static readonly ChainSettings Default = new();

    /// <summary>URLs of one certificate that are considered when its issuer is missing; the others are passed over.</summary>
    public int MaxIssuerUrls { get; init; } = 5;

    /// <summary>Attempts to fetch missing issuers of one chain.</summary>
    public int MaxIssuerRetrievals { get; init; } = 3;

    /// <summary>A longer object is refused.</summary>
    public int MaxIssuerBytes { get; init; } = 100_000;

    /// <summary>Certificates that are taken from one fetched object.</summary>
    public int MaxIssuerCertificates { get; init; } = 10;

    /// <summary>For each retrieval, unless engine or call say otherwise.</summary>
    public TimeSpan UrlRetrievalTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For all retrievals that the revocation of one chain needs, where only their sum is limited.</summary>
    public TimeSpan RevocationTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A longer object is refused, unless it is an issuer: there <see cref="MaxIssuerBytes"/> counts.</summary>
    public int MaxObjectBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>The least length of an RSA key that may be part of a chain, in bits.</summary>
    public int MinRsaBits { get; init; } = 1023;

    /// <summary>Whether intermediate CAs may do without basic constraints.</summary>
    public bool DisableMandatoryBasicConstraints { get; init; }

    /// <summary>Whether name constraints apply to end certificates only.</summary>
    public bool DisableAuthorityNameConstraints { get; init; }

    /// <summary>Whether a critical extension that is not understood is no error.</summary>
    public bool DisableUnsupportedCriticalExtensions { get; init; }
}
