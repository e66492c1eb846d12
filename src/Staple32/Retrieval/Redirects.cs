namespace Staple32.Retrieval;

/// <summary>Where a redirect may lead (RFC 9110 15.4): http or https, never from https to http, at most three in a row.</summary>
internal static class Redirects
{
    public const int Max = 3;

    public static bool Is(int status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Finds the next URL.</summary>
    /// <param name="from">Where the redirect came from.</param>
    /// <param name="location">The Location header, null if there is none.</param>
    /// <param name="followed">How many redirects led here.</param>
    /// <param name="next">Where to go; <paramref name="from"/> if nowhere.</param>
    /// <returns>Why the redirect is not followed; null if it is.</returns>
    public static string? Follow(Uri from, string? location, int followed, out Uri next)
    {
        next = from;
        if (location is null)
            return "a redirect without a target";
        if (followed >= Max)
            return $"more than {Max} redirects";
        if (!Uri.TryCreate(from, location, out Uri? target))
            return $"a redirect to no URL: {LogText.Clean(location)}";
        if (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps)
            return $"a redirect to {LogText.Clean(target.Scheme)}:";
        if (from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
            return "a redirect from https to http";
        next = target;
        return null;
    }
}
