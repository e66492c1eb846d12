using System.Formats.Asn1;
using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Retrieval;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>Brings CRLs for one check: from the stores, then from the URLs of distribution points.</summary>
internal sealed class CrlSources(RevocationQuestion question, RevocationServices services)
{
    /// <summary>Why the last URL brought nothing: one line for logs.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The CRLs at hand of an issuer, newest first.</summary>
    public List<StoredCrl> Stored(ReadOnlySpan<byte> issuer, bool isDelta)
    {
        var found = new List<StoredCrl>();
        foreach (CertificateStore store in question.Stores)
        {
            foreach (StoredCrl crl in store.FindCrlsByIssuer(issuer))
            {
                if (crl.List.IsDelta == isDelta)
                    found.Add(crl);
            }
        }

        found.Sort(static (a, b) => b.List.ThisUpdate.CompareTo(a.List.ThisUpdate));
        if (found.Count > RevocationLimits.MaxStoredCrls)
            found.RemoveRange(RevocationLimits.MaxStoredCrls, found.Count - RevocationLimits.MaxStoredCrls);
        return found;
    }

    /// <summary>The http and https URLs of a distribution point, in their order.</summary>
    public static List<Uri> UrlsOf(in DistributionPoint point)
    {
        var urls = new List<Uri>();
        try
        {
            foreach (string location in point.Names?.Urls ?? [])
            {
                if (Uri.TryCreate(location, UriKind.Absolute, out Uri? url) && ResponderUrls.IsHttp(url))
                    urls.Add(url);
            }
        }
        catch (AsnContentException)
        {
            // One that is malformed leads nowhere, and nobody knows where the next one begins.
        }

        return urls;
    }

    /// <summary>Uses the CRL at a URL, remembered or fetched.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="isPlausible">Whether one looks as if it could be of use. Cheap: it also decides what is remembered.</param>
    /// <param name="use">Uses it; false if it is of no use.</param>
    /// <returns>What <paramref name="use"/> said; false if nothing came.</returns>
    public bool Fetch(Uri url, Predicate<CrlFacts> isPlausible, Predicate<StoredCrl> use)
    {
        FetchedObject fetched = Fetch(url, isPlausible, question.Resync);
        if (fetched.Bytes is { } bytes && use(FetchedCrls.Parse(bytes, url)!))
            return true;
        // Somebody's forgery that looked plausible may be remembered: it must not stand in the way for a day.
        if (fetched.Bytes is not null && services.Time.GetUtcNow() - fetched.FetchedAt >= ObjectFetcher.Pause)
        {
            FetchedObject anew = Fetch(url, isPlausible, fetched.FetchedAt);
            if (anew.Bytes is { } other && use(FetchedCrls.Parse(other, url)!))
                return true;
        }

        if (fetched.Bytes is null)
            Problem = $"{LogText.Clean(url.AbsoluteUri)}: {fetched.Detail}";
        return false;
    }

    private FetchedObject Fetch(Uri url, Predicate<CrlFacts> isPlausible, DateTimeOffset? notBefore) =>
        question.Budget.Spend(limit => services.Fetcher.Fetch(new FetchRequest(url, question.MaxCrlBytes, limit)
        {
            CacheOnly = (question.Options & RevocationOptions.CacheOnly) != 0,
            NotBefore = notBefore,
            IsUsable = bytes => FetchedCrls.Parse(bytes, url) is { } parsed && isPlausible(CrlFacts.Of(parsed.List)),
        }));

    /// <summary>Whether a CRL is valid now, or recent enough if that was asked for.</summary>
    public bool IsCurrent(CertificateRevocationList list)
    {
        if (list.ThisUpdate - question.Now > RevocationLimits.MaxClockSkew)
            return false;
        return question.MaxAge is { } age
            ? question.Now - list.ThisUpdate <= age
            : list.NextUpdate is not { } end || question.Now <= end;
    }
}
