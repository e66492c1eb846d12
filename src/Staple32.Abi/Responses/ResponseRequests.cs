using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Prefetch;
using Staple32.Settings;
using Staple32.Stores;

namespace Staple32.Abi.Responses;

/// <summary>Finds in a chain context what is to be asked, of whom, and where.</summary>
internal static unsafe class ResponseRequests
{
    private const uint CERT_AUTHORITY_INFO_ACCESS_PROP_ID = 68;

    // As many locations as the SDK header says that Windows tries per certificate.
    private const int MaxUrls = 5;

    /// <summary>Builds the request for a chain's end certificate.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER, ERROR_PATH_NOT_FOUND or CRYPT_E_NOT_IN_REVOCATION_DATABASE, as the contract of Open lists them.</exception>
    public static ServerResponseRequest Create(CERT_CHAIN_CONTEXT* chain, OpenParameters parameters, PrefetchSettings settings)
    {
        CERT_SIMPLE_CHAIN* simple = chain->rgpChain[0];
        StoredCertificate leaf = CertificateContexts.Of(simple->rgpElement[0]->pCertContext);
        List<Uri> urls = parameters.Mode == DirectoryMode.Read ? [] : UrlsOf(leaf);
        if (urls.Count == 0 && parameters.Mode != DirectoryMode.Read)
            throw new AbiException(Errors.CRYPT_E_NOT_IN_REVOCATION_DATABASE, "the end certificate names no http or https OCSP responder");
        Certificate issuer = IssuerOf(leaf.Certificate, simple);
        string? directory = parameters.Directory is null ? null : ExistingDirectory(parameters.Directory);
        return new ServerResponseRequest(leaf.Certificate, issuer, urls, settings, parameters.Mode, directory);
    }

    /// <summary>The directory's full path: the host may change its current directory while the handle is open.</summary>
    private static string ExistingDirectory(string path)
    {
        string full = Path.GetFullPath(path);
        return Directory.Exists(full) ? full : throw new AbiException(Errors.ERROR_PATH_NOT_FOUND, $"{path} is no directory");
    }

    private static Certificate IssuerOf(Certificate leaf, CERT_SIMPLE_CHAIN* simple)
    {
        if (simple->cElement > 1)
            return CertificateContexts.Of(simple->rgpElement[1]->pCertContext).Certificate;
        if (leaf.IsSelfIssued)
            return leaf;
        throw AbiException.InvalidParameter("the end certificate's issuer is not in the chain");
    }

    /// <summary>The http and https locations, from the context's AIA property if it carries one, else from the certificate.</summary>
    private static List<Uri> UrlsOf(StoredCertificate leaf)
    {
        var urls = new List<Uri>();
        foreach (string location in LocationsOf(leaf))
        {
            if (urls.Count < MaxUrls
                && Uri.TryCreate(location, UriKind.Absolute, out Uri? url)
                && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
            {
                urls.Add(url);
            }
        }

        return urls;
    }

    private static IReadOnlyList<string> LocationsOf(StoredCertificate leaf)
    {
        try
        {
            ReadOnlyMemory<byte>? replaced = leaf.Properties.Get(CERT_AUTHORITY_INFO_ACCESS_PROP_ID);
            AuthorityInformationAccess? access = replaced is { } encoded
                ? AuthorityInformationAccess.Parse(encoded)
                : leaf.Certificate.AuthorityInformationAccess;
            return access?.OcspUrls ?? [];
        }
        catch (CertificateFormatException)
        {
            // An unreadable AIA names nobody: the same to the caller as none.
            return [];
        }
    }
}
