using System.Formats.Asn1;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>What CRLs say about one certificate.</summary>
/// <param name="Verdict">Good or revoked; null if they do not tell.</param>
/// <param name="HasSource">Whether there was a CRL, or a place for one, that should have told.</param>
/// <param name="Detail">Why they do not tell: one line for logs.</param>
internal readonly record struct CrlFinding(RevocationVerdict? Verdict, bool HasSource, string Detail);

/// <summary>
/// Looks for a certificate in CRLs, distribution point by distribution point, until it is found or all reasons for which
/// it could be revoked have been looked at (RFC 5280 6.3.3). The work of one check.
/// </summary>
internal sealed class CrlCheck
{
    private readonly RevocationQuestion _question;
    private readonly Certificate _subject;
    private readonly CrlSources _sources;
    private readonly CrlSigners _signers;
    private readonly DeltaFinder _deltas;
    private RevocationReasons _seen;
    private RevocationVerdict? _verdict;
    private int _urls;
    private bool _hasSource;
    private string _problem = "";

    /// <param name="question">What is checked; its issuer must be known.</param>
    /// <param name="services">Bring CRLs from URLs.</param>
    /// <param name="isRevoked">Whether a CRL signer, issued by the other certificate, is known to be revoked.</param>
    public CrlCheck(RevocationQuestion question, RevocationServices services, Func<StoredCertificate, StoredCertificate, bool> isRevoked)
    {
        _question = question;
        _subject = question.Subject.Certificate;
        _sources = new CrlSources(question, services);
        _signers = new CrlSigners(question, isRevoked);
        _deltas = new DeltaFinder(_subject, _sources, _signers);
    }

    public CrlFinding Run()
    {
        foreach (DistributionPoint point in PointsOf(_subject))
        {
            if (!IsDone)
                LookAt(point);
        }

        // CRLs of the issuer that no distribution point names (RFC 5280 6.3.3, last paragraph).
        if (!IsDone)
            LookAt(new DistributionPoint(GeneralNameList.OfDirectoryName(_subject.Issuer), null, RevocationReasons.All));
        return new CrlFinding(IsDone ? _verdict : null, _hasSource, _problem.Length > 0 ? _problem : _sources.Problem);
    }

    private bool IsDone => _verdict?.Result == RevocationResult.Revoked || _seen == RevocationReasons.All;

    private static IReadOnlyList<DistributionPoint> PointsOf(Certificate certificate)
    {
        try
        {
            return DistributionPoint.Of(certificate);
        }
        catch (CertificateFormatException)
        {
            // An unreadable extension names no place.
            return [];
        }
    }

    private void LookAt(DistributionPoint point)
    {
        if (IsSeen(point))
            return;
        foreach (ReadOnlyMemory<byte> issuer in IssuersOf(point))
        {
            foreach (StoredCrl crl in _sources.Stored(issuer.Span, isDelta: false))
            {
                if (TryUse(crl, point) && IsSeen(point))
                    return;
            }
        }

        _hasSource |= point.Names is { } names && HasUrl(names);
        foreach (Uri url in CrlSources.UrlsOf(point))
        {
            if (_urls++ >= RevocationLimits.MaxCrlUrls)
                return;
            bool IsPlausible(CrlFacts facts) => !facts.IsDelta && _sources.IsCurrent(facts.List) && Covers(facts, point);
            if (_sources.Fetch(url, IsPlausible, crl => TryUse(crl, point)) && IsSeen(point))
                return;
        }
    }

    private bool IsSeen(in DistributionPoint point) => IsDone || (point.Reasons & ~_seen) == 0;

    // A location of another kind than the library fetches from is a place all the same.
    private static bool HasUrl(GeneralNameList names)
    {
        try
        {
            return names.Urls.Count > 0;
        }
        catch (AsnContentException)
        {
            return true;
        }
    }

    private List<ReadOnlyMemory<byte>> IssuersOf(in DistributionPoint point)
    {
        if (point.CrlIssuer is not { } named)
            return [_subject.Issuer];
        try
        {
            return [.. named.DirectoryNames];
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    /// <summary>Looks for the certificate in one CRL, with its delta, if it may be used.</summary>
    /// <returns>Whether it has told something.</returns>
    private bool TryUse(StoredCrl crl, in DistributionPoint point)
    {
        CrlFacts facts = CrlFacts.Of(crl.List);
        if (facts.IsDelta || !Covers(facts, point))
            return false;
        _hasSource = true;
        if (facts.Flaw is { } flaw)
            return Refuse(crl, flaw);
        RevocationReasons reasons = point.Reasons & facts.Reasons;
        if ((reasons & ~_seen) == 0)
            return false;
        if (_signers.Find(facts) is not { } signer)
            return Refuse(crl, "signed by nobody who may");
        CombinedCrl? combined = _deltas.Combine(crl, facts, signer, out string problem);
        if (combined is null)
            return Refuse(crl, problem);
        if (!TryRead(combined, out CrlEntry? entry, out int index, out bool isInDelta))
            return Refuse(crl, facts.Flaw ?? "a malformed entry");

        _seen |= reasons;
        DateTimeOffset thisUpdate = combined.ThisUpdate;
        _verdict = new RevocationVerdict(RevocationResult.Good, "")
        {
            BaseCrl = combined.Base,
            DeltaCrl = combined.Delta,
            ThisUpdate = _verdict?.ThisUpdate < thisUpdate ? _verdict.ThisUpdate : thisUpdate,
        };
        if (entry is { } listed)
        {
            _verdict = _verdict with
            {
                Result = RevocationResult.Revoked,
                Detail = $"revoked on {listed.RevocationDate:u} by a CRL of {DistinguishedName.ToText(crl.List.Issuer)}",
                Reason = listed.Reason ?? 0,
                RevocationDate = listed.RevocationDate,
                EntryIndex = index,
                IsEntryInDelta = isInDelta,
            };
        }

        return true;
    }

    /// <summary>RFC 5280 6.3.3 (b): the right issuer, and certificates of this kind at this point.</summary>
    private bool Covers(CrlFacts facts, in DistributionPoint point)
    {
        try
        {
            bool isFromIssuer = DistinguishedName.Equal(facts.List.Issuer.Span, _subject.Issuer.Span);
            if (point.CrlIssuer is { } named)
            {
                if (!named.ContainsDirectoryName(facts.List.Issuer.Span) || !(facts.IsIndirect || isFromIssuer))
                    return false;
            }
            else if (!isFromIssuer)
            {
                return false;
            }

            if (facts.Scope is not { } scope)
                return true;
            return scope.CoversKindOf(_subject) && (point.Names ?? point.CrlIssuer) is { } names && scope.IsAt(names);
        }
        catch (Exception e) when (e is CertificateFormatException or AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Looks for the entry that counts. A revocation later than the time that matters does not.</summary>
    private bool TryRead(CombinedCrl combined, out CrlEntry? entry, out int index, out bool isInDelta)
    {
        const int RemoveFromCrl = 8;
        entry = null;
        index = -1;
        isInDelta = false;
        try
        {
            if (combined.BaseFacts.Entries() is not { } entries || (combined.DeltaFacts is not null && combined.DeltaFacts.Entries() is null))
                return false;
            entry = combined.DeltaFacts?.Entries()!.Find(_subject.SerialNumber.Span, _subject.Issuer.Span, out index);
            isInDelta = entry is not null;
            entry ??= entries.Find(_subject.SerialNumber.Span, _subject.Issuer.Span, out index);
            if (entry is { } found && (found.Reason == RemoveFromCrl || found.RevocationDate > _question.TimeToUse))
                entry = null;
            return true;
        }
        catch (CertificateFormatException)
        {
            return false;
        }
    }

    private bool Refuse(StoredCrl crl, string why)
    {
        _problem = $"a CRL of {DistinguishedName.ToText(crl.List.Issuer)}: {why}";
        return false;
    }
}
