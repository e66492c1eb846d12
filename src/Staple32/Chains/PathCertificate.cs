using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Settings;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>
/// A certificate as path building needs it: every extension read once, and what could not be read turned into an error
/// instead of an exception.
/// </summary>
internal sealed class PathCertificate
{
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";
    private const string AnyApplicationPolicy = "1.3.6.1.4.1.311.10.12.1";
    private const string ApplicationPolicies = "1.3.6.1.4.1.311.21.10";
    private const uint EnhancedKeyUsageProperty = 9;

    // No CA lists more, and every path compares the lists of all its certificates.
    private const int MaxUsages = 256;

    // Those that are acted upon here or by whoever consumes the chain, so that marking them critical loses nothing.
    private static readonly HashSet<string> s_supportedExtensions =
    [
        Oids.BasicConstraints,
        Oids.KeyUsage,
        Oids.ExtendedKeyUsage,
        Oids.SubjectKeyIdentifier,
        Oids.AuthorityKeyIdentifier,
        Oids.SubjectAltName,
        Oids.CrlDistributionPoints,
        Oids.AuthorityInformationAccess,
        Oids.TlsFeature,
        ApplicationPolicies,
        NameConstraints.Oid,
        PolicyExtensions.PoliciesOid,
        PolicyExtensions.MappingsOid,
        PolicyExtensions.ConstraintsOid,
        PolicyExtensions.InhibitAnyOid,
        "2.5.29.18", // issuerAltName
    ];

    private readonly List<GeneralName>? _alternativeNames;
    private List<ConstrainedName>? _endNames;
    private List<ConstrainedName>? _names;

    public PathCertificate(StoredCertificate stored, ChainSettings rules)
    {
        Stored = stored;
        Certificate certificate = stored.Certificate;
        IsSelfIssued = certificate.IsSelfIssued;
        Errors = rules.DisableUnsupportedCriticalExtensions ? TrustErrors.None : ExtensionErrors(certificate);
        BasicConstraints = Read(static c => c.BasicConstraints);
        KeyUsage = Read(static c => c.KeyUsage);
        AuthorityKeyIdentifier = Read(static c => c.AuthorityKeyIdentifier);
        Usages = ReadUsages();
        NameConstraints = Decode(NameConstraints.Oid, NameConstraints.Read, TrustErrors.InvalidNameConstraints);
        Policies = ReadPolicies();
        _alternativeNames = Decode(Oids.SubjectAltName, GeneralName.ReadAll, TrustErrors.None);
        if (KeyStrength.IsWeak(certificate.PublicKey, rules.MinRsaBits))
            Errors |= TrustErrors.HasWeakSignature | TrustErrors.NotSignatureValid;
    }

    public StoredCertificate Stored { get; }

    public Certificate Certificate => Stored.Certificate;

    /// <summary>Errors that the certificate has in every chain.</summary>
    public TrustErrors Errors { get; private set; }

    public bool IsSelfIssued { get; }

    public BasicConstraints? BasicConstraints { get; }

    public KeyUsages? KeyUsage { get; }

    public AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; }

    /// <summary>
    /// What the certificate and its CERT_ENHKEY_USAGE_PROP_ID both allow; null for any. Application policies, if it has
    /// them, count in place of its extended key usage.
    /// </summary>
    public IReadOnlyList<string>? Usages { get; }

    /// <summary>Where it wants the names of what it issues to be; null for anywhere.</summary>
    public NameConstraints? NameConstraints { get; }

    /// <summary>What it says about policies; null for nothing.</summary>
    public PolicyExtensions? Policies { get; }

    /// <summary>Whether it says of itself that it is a CA.</summary>
    public bool IsAuthority => BasicConstraints is { IsAuthority: true };

    /// <summary>True if the other one is the same certificate, byte for byte.</summary>
    public bool IsSame(Certificate other) =>
        ReferenceEquals(Certificate, other) || Certificate.Encoded.Span.SequenceEqual(other.Encoded.Span);

    /// <summary>True if both are certificates of one CA's one key, whoever issued them.</summary>
    public bool HasSameNameAndKey(Certificate other) =>
        Certificate.PublicKey.Encoded.Span.SequenceEqual(other.PublicKey.Encoded.Span)
        && DistinguishedName.Equal(Certificate.Subject.Span, other.Subject.Span);

    /// <summary>The subject's names that constraints of CAs apply to.</summary>
    /// <param name="isEnd">Whether it is the end certificate of the path: see <see cref="ConstrainedName.Of"/>.</param>
    public List<ConstrainedName> NamesToConstrain(bool isEnd)
    {
        ref List<ConstrainedName>? names = ref isEnd ? ref _endNames : ref _names;
        return names ??= ConstrainedName.Of(Certificate, _alternativeNames, isEnd);
    }

    /// <summary>What two lists of allowed identifiers allow together, in the order of the narrower one; null allows any.</summary>
    public static IReadOnlyList<string>? Intersect(IReadOnlyList<string>? upper, IReadOnlyList<string>? own)
    {
        if (upper is null || own is null)
            return own ?? upper;
        var allowed = new HashSet<string>(upper, StringComparer.Ordinal);
        var both = new List<string>(own.Count);
        foreach (string identifier in own)
        {
            if (allowed.Contains(identifier))
                both.Add(identifier);
        }

        return both;
    }

    private static TrustErrors ExtensionErrors(Certificate certificate)
    {
        foreach (CertificateExtension extension in certificate.Extensions)
        {
            if (extension.Critical && !s_supportedExtensions.Contains(extension.Oid))
                return TrustErrors.InvalidExtension | TrustErrors.HasNotSupportedCriticalExtension;
        }

        return TrustErrors.None;
    }

    private T? Read<T>(Func<Certificate, T?> read)
    {
        try
        {
            return read(Certificate);
        }
        catch (CertificateFormatException)
        {
            Errors |= TrustErrors.InvalidExtension;
            return default;
        }
    }

    private T? Decode<T>(string oid, Func<ReadOnlyMemory<byte>, T> decode, TrustErrors errors)
        where T : class
    {
        if (Certificate.FindExtension(oid) is not { } extension)
            return null;
        try
        {
            return decode(extension.Value);
        }
        catch (AsnContentException)
        {
            Errors |= TrustErrors.InvalidExtension | errors;
            return null;
        }
    }

    private PolicyExtensions? ReadPolicies()
    {
        try
        {
            return PolicyExtensions.Read(Certificate);
        }
        catch (AsnContentException)
        {
            Errors |= TrustErrors.InvalidExtension | TrustErrors.InvalidPolicyConstraints;
            return null;
        }
    }

    private IReadOnlyList<string>? ReadUsages()
    {
        IReadOnlyList<string>? usages = Accept(Certificate.FindExtension(ApplicationPolicies) is null
            ? Read(static c => c.ExtendedKeyUsage)
            : Decode(ApplicationPolicies, PolicyExtensions.ReadPolicies, TrustErrors.None) ?? []);
        if (Stored.Properties.Get(EnhancedKeyUsageProperty) is not { } property)
            return usages;
        if (!TryReadUsages(property, out List<string>? allowed))
            Errors |= TrustErrors.InvalidExtension;
        return Intersect(usages, Accept(allowed ?? []));
    }

    // The two identifiers that mean any usage make the list mean nothing; one that is too long allows nothing.
    private IReadOnlyList<string>? Accept(IReadOnlyList<string>? usages)
    {
        if (usages is null)
            return null;
        if (usages.Count > MaxUsages)
        {
            Errors |= TrustErrors.InvalidExtension;
            return [];
        }

        bool isAny = UsageRequirement.Contains(usages, AnyExtendedKeyUsage) || UsageRequirement.Contains(usages, AnyApplicationPolicy);
        return isAny ? null : usages;
    }

    private static bool TryReadUsages(ReadOnlyMemory<byte> encoded, out List<string>? usages)
    {
        usages = null;
        try
        {
            var reader = new DerReader(encoded);
            DerReader sequence = reader.ReadSequence();
            reader.ExpectEnd();
            var result = new List<string>();
            while (sequence.HasData)
                result.Add(sequence.ReadOid());
            usages = result;
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
