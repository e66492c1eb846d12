namespace Staple32.Retrieval;

/// <summary>The URL of a question asked with GET: the responder's URL, a slash, the request in base64 (RFC 6960 A.1).</summary>
public static class OcspUrl
{
    /// <summary>RFC 5019 5: caches need not handle longer ones.</summary>
    private const int MaxLength = 254;

    /// <summary>Null if the question must be POSTed: it would be too long, or the URL has a query.</summary>
    public static Uri? ForGet(Uri responder, ReadOnlySpan<byte> request)
    {
        if (request.Length > MaxLength)
            return null;
        // Without user name and fragment, which are not sent.
        string url = responder.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped);
        if (url.Contains('?', StringComparison.Ordinal))
            return null;
        // Of what base64 uses, only + / = are escaped, and nothing else needs to be.
        string name = Uri.EscapeDataString(Convert.ToBase64String(request));
        string whole = url.EndsWith('/') ? url + name : url + "/" + name;
        return whole.Length <= MaxLength ? new Uri(whole) : null;
    }
}
