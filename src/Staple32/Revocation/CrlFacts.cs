using System.Formats.Asn1;
using System.Numerics;
using System.Runtime.CompilerServices;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Revocation;

/// <summary>
/// What the extensions of a CRL say, read once, and what has been found out about it: by which keys it is signed, and
/// where its entries are. Facts that never change, kept for as long as the CRL is. Safe for all threads.
/// </summary>
internal sealed class CrlFacts
{
    private const int MaxRememberedKeys = 16;

    private static readonly ConditionalWeakTable<CertificateRevocationList, CrlFacts> s_known = [];

    private readonly Lock _lock = new();
    private readonly List<(ReadOnlyMemory<byte> Key, SignatureVerdict Verdict)> _signatures = [];
    private CrlEntryIndex? _entries;

    private CrlFacts(CertificateRevocationList list)
    {
        List = list;
        try
        {
            if (FindUnknownCritical(list) is { } oid)
                Flaw = $"the critical extension {oid} is unknown";
            Scope = list.IssuingDistributionPoint;
            Number = ReadNumber(list, Oids.CrlNumber);
            BaseNumber = ReadNumber(list, Oids.DeltaCrlIndicator);
            KeyIdentifier = list.AuthorityKeyIdentifier?.KeyIdentifier;
            if (list.FindExtension(Oids.FreshestCrl) is { } freshest)
                DeltaPoints = DistributionPoint.ReadAll(freshest.Value, list.Issuer);
        }
        catch (Exception e) when (e is CertificateFormatException or AsnContentException)
        {
            Flaw = "an extension is malformed";
        }
    }

    public CertificateRevocationList List { get; }

    /// <summary>Why nothing can be concluded from the CRL; null if something can.</summary>
    public string? Flaw { get; private set; }

    /// <summary>Which certificates it speaks of; null for all of its issuer's.</summary>
    public IssuingDistributionPoint? Scope { get; }

    /// <summary>cRLNumber, null if absent.</summary>
    public BigInteger? Number { get; }

    /// <summary>In a delta CRL: the number of the CRL whose changes it lists (RFC 5280 5.2.4). Null: it is complete.</summary>
    public BigInteger? BaseNumber { get; }

    public bool IsDelta => BaseNumber is not null;

    public bool IsIndirect => Scope is { IsIndirect: true };

    /// <summary>The revocations that it lists.</summary>
    public RevocationReasons Reasons => Scope?.Reasons ?? RevocationReasons.All;

    /// <summary>Of the key that signed it, null if it does not say.</summary>
    public ReadOnlyMemory<byte>? KeyIdentifier { get; }

    /// <summary>Where its deltas are.</summary>
    public IReadOnlyList<DistributionPoint> DeltaPoints { get; } = [];

    public static CrlFacts Of(CertificateRevocationList list) => s_known.GetValue(list, static list => new CrlFacts(list));

    /// <summary>Whether a key has signed it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="maySpend">Asked before the work of verifying is done; if it says no, the answer is <see cref="SignatureVerdict.Invalid"/>.</param>
    public SignatureVerdict VerifyWith(PublicKeyInfo key, Func<int, bool> maySpend)
    {
        lock (_lock)
        {
            foreach (var (known, remembered) in _signatures)
            {
                if (known.Span.SequenceEqual(key.Encoded.Span))
                    return remembered;
            }
        }

        if (List.SignatureUnusedBits != 0 || !maySpend(List.ToBeSigned.Length))
            return SignatureVerdict.Invalid;
        SignatureVerdict verdict = SignatureVerifier.Verify(key, List.SignatureAlgorithm, List.ToBeSigned.Span, List.Signature.Span);
        lock (_lock)
        {
            if (_signatures.Count == MaxRememberedKeys)
                _signatures.RemoveAt(0);
            // A copy: the view would keep a whole certificate alive.
            _signatures.Add((key.Encoded.ToArray(), verdict));
        }

        return verdict;
    }

    /// <summary>
    /// Where its entries are; null, and a <see cref="Flaw"/>, if one of them is malformed or has a critical extension that
    /// is unknown: then it must not be used for any certificate (RFC 5280 5.3).
    /// </summary>
    public CrlEntryIndex? Entries()
    {
        if (_entries is null && Flaw is null)
        {
            try
            {
                var entries = new CrlEntryIndex(List, IsIndirect);
                if (entries.UnknownCritical is { } oid)
                    Flaw = $"the critical extension {oid} of an entry is unknown";
                else
                    _entries = entries;
            }
            catch (CertificateFormatException)
            {
                Flaw = "an entry is malformed";
            }
        }

        return _entries;
    }

    private static BigInteger? ReadNumber(CertificateRevocationList list, string oid)
    {
        if (list.FindExtension(oid) is not { } extension)
            return null;
        var reader = new DerReader(extension.Value);
        var number = new BigInteger(reader.ReadInteger().Span, isUnsigned: false, isBigEndian: true);
        reader.ExpectEnd();
        return number;
    }

    private static string? FindUnknownCritical(CertificateRevocationList list)
    {
        foreach (CertificateExtension extension in list.Extensions)
        {
            if (extension.Critical
                && extension.Oid is not (Oids.CrlNumber or Oids.DeltaCrlIndicator or Oids.IssuingDistributionPoint
                    or Oids.AuthorityKeyIdentifier or Oids.FreshestCrl or Oids.AuthorityInformationAccess))
            {
                return extension.Oid;
            }
        }

        return null;
    }
}
