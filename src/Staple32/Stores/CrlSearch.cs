using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>What a CRL must fulfil beside its issuer's name (CRL_FIND_ISSUED_BY_*_FLAG, with the native values).</summary>
[Flags]
public enum CrlFilters
{
    None = 0,

    /// <summary>If the CRL has an authority key identifier, it is the issuer's.</summary>
    KeyIdentifier = 1,

    /// <summary>The issuer's key verifies the signature.</summary>
    Signature = 2,

    /// <summary>It is a delta.</summary>
    Delta = 4,

    /// <summary>It is complete.</summary>
    Base = 8,

    All = KeyIdentifier | Signature | Delta | Base,
}

/// <summary>Conditions to search a store's CRLs by: the comparisons of CertFindCRLInStore and CertGetCRLFromStore.</summary>
public static class CrlSearch
{
    /// <summary>An addition of this CRL would meet it.</summary>
    public static Predicate<StoredCrl> ByExisting(CertificateRevocationList list) => element => CrlIndex.AreSame(element.List, list);

    /// <summary>A CRL of an issuer.</summary>
    /// <param name="name">The encoded Name of the issuer, compared byte for byte; null for any.</param>
    /// <param name="issuer">Whose key and key identifier count; null leaves the filters for them without effect.</param>
    /// <param name="filters">With both <see cref="CrlFilters.Delta"/> and <see cref="CrlFilters.Base"/>, either will do.</param>
    public static Predicate<StoredCrl> ByIssuer(ReadOnlyMemory<byte>? name, Certificate? issuer, CrlFilters filters) =>
        element => (name is not { } wanted || element.List.Issuer.Span.SequenceEqual(wanted.Span))
            && IsOfKind(element.List, filters)
            && (issuer is null || IsBy(element.List, issuer, filters));

    /// <summary>Whether the authority key identifier, if there is one, names this certificate (RFC 5280 5.2.1).</summary>
    public static bool MatchesKeyIdentifier(CertificateRevocationList list, Certificate issuer)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(issuer);
        try
        {
            if (list.AuthorityKeyIdentifier is not { } named)
                return true;
            if (named.KeyIdentifier is { } key && !ComputedProperties.KeyIdentifierOf(issuer).Span.SequenceEqual(key.Span))
                return false;
            if (named.SerialNumber is { } serialNumber && !issuer.SerialNumber.Span.SequenceEqual(serialNumber.Span))
                return false;
            return named.IssuerDirectoryName is not { } name || DistinguishedName.Equal(name.Span, issuer.Issuer.Span);
        }
        catch (CertificateFormatException)
        {
            // A malformed extension names nobody.
            return false;
        }
    }

    private static bool IsOfKind(CertificateRevocationList list, CrlFilters filters) => (filters & (CrlFilters.Delta | CrlFilters.Base)) switch
    {
        CrlFilters.Delta => list.IsDelta,
        CrlFilters.Base => !list.IsDelta,
        _ => true,
    };

    private static bool IsBy(CertificateRevocationList list, Certificate issuer, CrlFilters filters) =>
        (!filters.HasFlag(CrlFilters.KeyIdentifier) || MatchesKeyIdentifier(list, issuer))
        && (!filters.HasFlag(CrlFilters.Signature) || list.IsSignedBy(issuer.PublicKey));
}
