using Staple32.Certificates;
using Staple32.Retrieval;
using Staple32.Settings;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>
/// Fetches the issuers that no store has from where their subjects say that they are (authority information access,
/// RFC 5280 section 4.2.2.1), for one request. What comes is not trusted for having come: it only helps to find a root.
/// </summary>
internal sealed class IssuerDownload(ChainEngineSettings settings, ChainRequest request)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private MemoryStore? _issuers;
    private int _retrievalsLeft = settings.Rules.MaxIssuerRetrievals;

    private bool IsAllowed => settings.Fetcher is not null && (request.Options & ChainOptions.DisableAia) == 0;

    /// <summary>What came so far; null if nothing did.</summary>
    public CertificateStore? Issuers => _issuers;

    /// <summary>Fetches what the best of some paths lacks.</summary>
    /// <param name="paths">Best first.</param>
    /// <returns>True if certificates came with which it is worth while to search again.</returns>
    public bool TryFetch(List<JudgedPath> paths)
    {
        if (!IsAllowed)
            return false;
        var seen = new HashSet<StoredCertificate>();
        foreach (JudgedPath path in paths)
        {
            if (path.WithoutIssuer is { } subject && seen.Add(subject) && TryFetchIssuersOf(subject))
                return true;
        }

        return false;
    }

    private bool TryFetchIssuersOf(StoredCertificate subject)
    {
        ChainSettings rules = settings.Rules;
        IReadOnlyList<string> urls = UrlsOf(subject);
        for (int i = 0; i < urls.Count && i < rules.MaxIssuerUrls; i++)
        {
            if (!Uri.TryCreate(urls[i], UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
                continue;
            if (!_asked.Add(url.AbsoluteUri))
                continue;
            if (_retrievalsLeft-- <= 0)
                return false;
            if (TryKeep(Fetch(url), subject.Certificate))
                return true;
        }

        return false;
    }

    private FetchedObject Fetch(Uri url) => settings.Fetcher!.Fetch(new FetchRequest(
        url,
        settings.Rules.MaxIssuerBytes,
        request.UrlRetrievalTimeout ?? settings.UrlRetrievalTimeout ?? settings.Rules.UrlRetrievalTimeout)
    {
        CacheOnly = (request.Options & ChainOptions.CacheOnlyUrlRetrieval) != 0,
        NotBefore = request.CacheResync,
        IsUsable = static bytes => Read(bytes).Count > 0,
    });

    private bool TryKeep(FetchedObject fetched, Certificate subject)
    {
        if (fetched.Bytes is not { } bytes)
            return false;
        bool isUseful = false;
        int count = 0;
        foreach (StoredCertificate found in Read(bytes))
        {
            if (count++ >= settings.Rules.MaxIssuerCertificates)
                break;
            // Without the properties that a serialized store might bring along: those are for the owner of a store to set.
            _issuers ??= new MemoryStore();
            _issuers.TryAdd(found.Certificate, null, AddDisposition.Always, out _);
            isUseful |= DistinguishedName.Equal(found.Certificate.Subject.Span, subject.Issuer.Span);
        }

        return isUseful;
    }

    // RFC 5280 wants DER or a certs-only message; text is what some CAs serve all the same.
    private static IReadOnlyList<StoredCertificate> Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StoreContents.Read(bytes, static _ => { }).Certificates;
        }
        catch (CertificateFormatException)
        {
            return [];
        }
    }

    // The property replaces the extension, as it does where OCSP responders are looked for.
    private static IReadOnlyList<string> UrlsOf(StoredCertificate subject)
    {
        try
        {
            AuthorityInformationAccess? access = subject.Properties.Get(PropertyIds.AuthorityInfoAccess) is { } property
                ? AuthorityInformationAccess.Parse(property)
                : subject.Certificate.AuthorityInformationAccess;
            return access?.IssuerUrls ?? [];
        }
        catch (CertificateFormatException)
        {
            return [];
        }
    }
}
