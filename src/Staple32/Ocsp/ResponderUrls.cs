using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>The responders that know a certificate's status.</summary>
public static class ResponderUrls
{
    /// <summary>As many locations as the SDK header says that Windows tries per certificate.</summary>
    public const int Max = 5;

    /// <summary>The http and https locations in their order, at most <see cref="Max"/>; none if the extension is malformed.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="replacement">An encoded AuthorityInfoAccess that counts in place of the certificate's own; null: its own counts.</param>
    public static IReadOnlyList<Uri> Of(Certificate certificate, ReadOnlyMemory<byte>? replacement)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var urls = new List<Uri>();
        foreach (string location in Locations(certificate, replacement))
        {
            if (urls.Count < Max && Uri.TryCreate(location, UriKind.Absolute, out Uri? url) && IsHttp(url))
                urls.Add(url);
        }

        return urls;
    }

    /// <summary>Whether the library fetches from there: neither from directories nor from files.</summary>
    internal static bool IsHttp(Uri url) => url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps;

    private static IReadOnlyList<string> Locations(Certificate certificate, ReadOnlyMemory<byte>? replacement)
    {
        try
        {
            AuthorityInformationAccess? access = replacement is { } encoded
                ? AuthorityInformationAccess.Parse(encoded)
                : certificate.AuthorityInformationAccess;
            return access?.OcspUrls ?? [];
        }
        catch (CertificateFormatException)
        {
            // An unreadable AIA names nobody: the same to the caller as none.
            return [];
        }
    }
}
