using System.Formats.Asn1;
using Staple32.Certificates;
using Staple32.Chains;
using Staple32.Stores;

namespace Staple32.ChainSelection;

/// <summary>Where a chain has an issuer that was asked for: the certificate above the one that names it.</summary>
/// <param name="Chain">The simple chain.</param>
/// <param name="Element">One more than the place of the certificate that names the issuer; may be beyond the last element.</param>
public readonly record struct IssuerPlace(int Chain, int Element);

/// <summary>What CertFindChainInStore looks for (CERT_CHAIN_FIND_BY_ISSUER): a purpose, and names among the issuers.</summary>
public sealed class ChainByIssuer
{
    /// <summary>The purpose that the end certificate must allow, dotted; null for any.</summary>
    public string? Purpose { get; init; }

    /// <summary>Encoded Names, one of which must be an issuer in the chain; empty for any.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Issuers { get; init; } = [];

    /// <summary>Whether all simple chains are looked through, not only the first.</summary>
    public bool LooksInAllChains { get; init; }

    /// <summary>Whether the certificate is worth building a chain for.</summary>
    public bool IsCandidate(StoredCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (Purpose is null)
            return true;
        try
        {
            return EnhancedKeyUsages.Of(certificate, UsageSource.Both) is not { } purposes || purposes.Contains(Purpose);
        }
        catch (Exception malformed) when (malformed is CertificateFormatException or AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The first place at which the chain has one of the issuers; null if it has none, or none is asked for.</summary>
    public IssuerPlace? FindIssuer(ChainResult chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        int chains = LooksInAllChains ? chain.Chains.Count : Math.Min(chain.Chains.Count, 1);
        for (int i = 0; i < chains; i++)
        {
            IReadOnlyList<ChainElement> elements = chain.Chains[i].Elements;
            for (int j = 0; j < elements.Count; j++)
            {
                if (IsAmong(elements[j].Certificate.Certificate.Issuer))
                    return new IssuerPlace(i, j + 1);
            }
        }

        return null;
    }

    private bool IsAmong(ReadOnlyMemory<byte> issuer)
    {
        foreach (ReadOnlyMemory<byte> name in Issuers)
        {
            if (DistinguishedName.Equal(name.Span, issuer.Span))
                return true;
        }

        return false;
    }
}
