using System.Runtime.CompilerServices;
using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>
/// A response in the form in which Windows' structures hold it: as a CRL (<see cref="CrlView"/>), with the response and
/// the URL that it came from as properties.
/// </summary>
public static class OcspView
{
    private static readonly ConditionalWeakTable<AcceptedResponse, StoredCrl> s_views = [];

    /// <summary>Makes the view.</summary>
    /// <param name="response">The response.</param>
    /// <param name="leaf">The certificate that it is about.</param>
    /// <param name="sourceUrl">Where it came from; empty if it did not come over the network.</param>
    public static StoredCrl Create(AcceptedResponse response, Certificate leaf, string sourceUrl)
    {
        ArgumentNullException.ThrowIfNull(response);
        var properties = new PropertyBag();
        properties.Set(PropertyIds.OcspResponse, response.Encoded);
        if (!string.IsNullOrEmpty(sourceUrl))
            properties.SetText(PropertyIds.SourceUrl, sourceUrl);
        return new StoredCrl(CertificateRevocationList.Parse(CrlView.Encode(response, leaf)), properties);
    }

    /// <summary>The view of a response, made once: as long as the response is kept, so is the view.</summary>
    internal static StoredCrl Of(AcceptedResponse response, Certificate leaf, string sourceUrl) =>
        s_views.TryGetValue(response, out StoredCrl? known) ? known : s_views.GetValue(response, _ => Create(response, leaf, sourceUrl));
}
