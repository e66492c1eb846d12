using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>A complete CRL, brought up to date by a delta if there is one.</summary>
internal sealed record CombinedCrl(StoredCrl Base, StoredCrl? Delta)
{
    public CrlFacts BaseFacts => CrlFacts.Of(Base.List);

    public CrlFacts? DeltaFacts => Delta is null ? null : CrlFacts.Of(Delta.List);

    /// <summary>As of when both together speak.</summary>
    public DateTimeOffset ThisUpdate => (Delta ?? Base).List.ThisUpdate;
}

/// <summary>
/// Finds the delta for a complete CRL (RFC 5280 5.2.4 and 6.3.3 (c)): among the CRLs at hand, then where the certificate
/// or the CRL says that deltas are (5.2.6). For one check.
/// </summary>
internal sealed class DeltaFinder(Certificate subject, CrlSources sources, CrlSigners signers)
{
    private int _urls;

    /// <summary>
    /// The two together; the complete one alone if nobody promises a delta and it is valid now. A delta that is promised
    /// and cannot be had makes the complete CRL useless: what was revoked since stands in the delta.
    /// </summary>
    /// <param name="crl">The complete CRL.</param>
    /// <param name="facts">About it.</param>
    /// <param name="signer">Who has signed it.</param>
    /// <param name="problem">Why it cannot be used, if null is returned.</param>
    public CombinedCrl? Combine(StoredCrl crl, CrlFacts facts, Certificate signer, out string problem)
    {
        problem = "";
        bool isCurrent = sources.IsCurrent(crl.List);
        bool isUpToDate = false;
        foreach (StoredCrl candidate in sources.Stored(crl.List.Issuer.Span, isDelta: true))
        {
            if (Fits(candidate, facts, signer, out bool addsNothing))
                return new CombinedCrl(crl, candidate);
            isUpToDate |= addsNothing;
        }

        bool isPromised = false;
        foreach (DistributionPoint point in PointsFor(facts))
        {
            foreach (Uri url in CrlSources.UrlsOf(point))
            {
                isPromised = true;
                if ((isCurrent && isUpToDate) || _urls++ >= RevocationLimits.MaxCrlUrls)
                    continue;
                StoredCrl? found = null;
                bool IsPlausible(CrlFacts delta) => delta.IsDelta && sources.IsCurrent(delta.List);
                bool Use(StoredCrl candidate)
                {
                    bool fits = Fits(candidate, facts, signer, out bool addsNothing);
                    isUpToDate |= addsNothing;
                    found = fits ? candidate : null;
                    return fits || addsNothing;
                }

                if (sources.Fetch(url, IsPlausible, Use) && found is not null)
                    return new CombinedCrl(crl, found);
            }
        }

        if (!isCurrent)
            problem = "it is too old";
        else if (isPromised && !isUpToDate)
            problem = "its delta cannot be had";
        return problem.Length == 0 ? new CombinedCrl(crl, null) : null;
    }

    /// <summary>The certificate's own points first, then the CRL's.</summary>
    private List<DistributionPoint> PointsFor(CrlFacts facts)
    {
        var points = new List<DistributionPoint>();
        try
        {
            if (subject.FindExtension(Oids.FreshestCrl) is { } extension)
                points.AddRange(DistributionPoint.ReadAll(extension.Value, subject.Issuer));
        }
        catch (CertificateFormatException)
        {
            // An unreadable extension names no place.
        }

        points.AddRange(facts.DeltaPoints);
        return points;
    }

    /// <summary>Whether a delta is one to this CRL, signed with the same key, valid now and newer.</summary>
    /// <param name="addsNothing">It is one to this CRL and valid, but not newer: the complete CRL has it all.</param>
    private bool Fits(StoredCrl candidate, CrlFacts complete, Certificate signer, out bool addsNothing)
    {
        addsNothing = false;
        CrlFacts delta = CrlFacts.Of(candidate.List);
        if (!delta.IsDelta || delta.Flaw is not null || !sources.IsCurrent(candidate.List)
            || delta.Number is not { } number || complete.Number is not { } completeNumber
            || delta.BaseNumber > completeNumber
            || !DistinguishedName.Equal(candidate.List.Issuer.Span, complete.List.Issuer.Span)
            || !candidate.List.EncodedScope.Span.SequenceEqual(complete.List.EncodedScope.Span)
            || !SameKeyIdentifier(delta, complete)
            || !signers.HasSigned(delta, signer))
        {
            return false;
        }

        addsNothing = number <= completeNumber;
        return !addsNothing;
    }

    private static bool SameKeyIdentifier(CrlFacts delta, CrlFacts complete) =>
        delta.KeyIdentifier is { } one && complete.KeyIdentifier is { } other
            ? one.Span.SequenceEqual(other.Span)
            : delta.KeyIdentifier is null && complete.KeyIdentifier is null;
}
