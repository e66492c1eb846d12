using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Certificates.Names;
using Staple32.ChainPolicies;
using Staple32.Chains;
using Staple32.Stores;

namespace Staple32.ChainSelection;

/// <summary>An identifier and, if it matters, a value that belongs to it.</summary>
public readonly record struct SoughtExtension(string Oid, ReadOnlyMemory<byte>? Value);

/// <summary>
/// One CERT_SELECT_CRITERIA: several values, one of which is enough. A part of them can be judged by the end certificate
/// alone, so that no chain need be built for what is not wanted.
/// </summary>
public sealed class SelectionCriterion
{
    private readonly Predicate<StoredCertificate>? _ofEnd;
    private readonly Predicate<ChainResult>? _ofChain;

    private SelectionCriterion(Predicate<StoredCertificate>? ofEnd, Predicate<ChainResult>? ofChain = null)
    {
        _ofEnd = ofEnd;
        _ofChain = ofChain;
    }

    /// <summary>Satisfied by nothing: what it asks of certificates, none here has.</summary>
    public static SelectionCriterion Unsatisfiable { get; } = new(static _ => false);

    /// <summary>The certificate allows one of the purposes (dotted), or any.</summary>
    public static SelectionCriterion ByPurpose(IReadOnlyList<string> purposes) => new(end => AllowsPurpose(end, purposes));

    /// <summary>The key may be used in all the ways that one of these KeyUsage values has; it may if there is no extension.</summary>
    /// <param name="values">Encoded BIT STRINGs.</param>
    public static SelectionCriterion ByKeyUsage(IReadOnlyList<ReadOnlyMemory<byte>> values) => new(end => AllowsKeyUsage(end.Certificate, values));

    /// <summary>The chain is valid for one of the issuance policies (dotted), or for any.</summary>
    public static SelectionCriterion ByPolicy(IReadOnlyList<string> policies) => new(
        null, chain => chain.Chains[0].Elements[0].IssuancePolicies is not { } valid || policies.Any(valid.Contains));

    /// <summary>The certificate has one of the extensions, with that value if one is given.</summary>
    public static SelectionCriterion ByExtension(IReadOnlyList<SoughtExtension> extensions) => new(end => extensions.Any(
        sought => end.Certificate.FindExtension(sought.Oid) is { } own && (sought.Value is not { } value || own.Value.Span.SequenceEqual(value.Span))));

    /// <summary>The certificate is for one of the hosts: see the SSL policy.</summary>
    public static SelectionCriterion ByHost(IReadOnlyList<string> hosts)
    {
        ServerName[] names = [.. hosts.Select(static host => new ServerName(host))];
        return new SelectionCriterion(end => names.Any(name => name.IsNamedBy(end.Certificate)));
    }

    /// <summary>The subject, or the issuer, has all the attributes of one of the lists. Text is UTF-16; its case does not matter.</summary>
    public static SelectionCriterion ByAttributes(IReadOnlyList<IReadOnlyList<SoughtValue>> lists, bool isOfIssuer) => new(
        end => lists.Any(list => HasAttributes(isOfIssuer ? end.Certificate.Issuer : end.Certificate.Subject, list)));

    /// <summary>One of the names (encoded) is an issuer in the chain.</summary>
    public static SelectionCriterion ByIssuer(IReadOnlyList<ReadOnlyMemory<byte>> names)
    {
        var search = new ChainByIssuer { Issuers = names };
        return new SelectionCriterion(null, chain => search.FindIssuer(chain) is not null);
    }

    /// <summary>The key is one of these: algorithm (dotted) and bits.</summary>
    public static SelectionCriterion ByPublicKey(IReadOnlyList<SoughtExtension> keys) => new(end => keys.Any(
        key => key.Oid == end.Certificate.PublicKey.Algorithm.Oid && key.Value is { } bits && bits.Span.SequenceEqual(end.Certificate.PublicKey.Key.Span)));

    /// <summary>Whether a certificate may satisfy it: what is left is for <see cref="IsSatisfiedBy"/> to say.</summary>
    public bool MaySatisfy(StoredCertificate end) => _ofEnd is null || _ofEnd(end);

    /// <summary>Whether the chain of such a certificate satisfies it.</summary>
    public bool IsSatisfiedBy(ChainResult chain) => _ofChain is null || _ofChain(chain);

    private static bool AllowsPurpose(StoredCertificate end, IReadOnlyList<string> purposes)
    {
        try
        {
            return EnhancedKeyUsages.Of(end, UsageSource.Both) is not { } allowed || purposes.Any(allowed.Contains);
        }
        catch (Exception malformed) when (malformed is CertificateFormatException or AsnContentException)
        {
            return false;
        }
    }

    private static bool AllowsKeyUsage(Certificate certificate, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        try
        {
            if (certificate.FindExtension(Oids.KeyUsage) is not { } extension)
                return true;
            ReadOnlySpan<byte> allowed = IntendedKeyUsage.Read(Oids.KeyUsage, extension.Value).Span;
            foreach (ReadOnlyMemory<byte> value in values)
            {
                if (HasAllBits(allowed, IntendedKeyUsage.Read(Oids.KeyUsage, value).Span))
                    return true;
            }
        }
        catch (AsnContentException)
        {
            // What cannot be read allows nothing.
        }

        return false;
    }

    private static bool HasAllBits(ReadOnlySpan<byte> allowed, ReadOnlySpan<byte> wanted)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            if ((wanted[i] & ~(i < allowed.Length ? allowed[i] : 0)) != 0)
                return false;
        }

        return true;
    }

    private static bool HasAttributes(ReadOnlyMemory<byte> name, IReadOnlyList<SoughtValue> sought)
    {
        try
        {
            return AttributeMatch.HasAll(name, sought, isUnicode: true, ignoresCase: true);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
