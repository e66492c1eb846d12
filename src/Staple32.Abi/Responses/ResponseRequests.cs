using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Settings;
using Staple32.Stores;

namespace Staple32.Abi.Responses;

/// <summary>Finds in a chain context what is to be asked, of whom, and where.</summary>
internal static unsafe class ResponseRequests
{
    /// <summary>Builds the request for a chain's end certificate.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER, ERROR_PATH_NOT_FOUND or CRYPT_E_NOT_IN_REVOCATION_DATABASE, as the contract of Open lists them.</exception>
    public static ServerResponseRequest Create(CERT_CHAIN_CONTEXT* chain, OpenParameters parameters, PrefetchSettings settings)
    {
        CERT_SIMPLE_CHAIN* simple = chain->rgpChain[0];
        StoredCertificate leaf = CertificateContexts.Of(simple->rgpElement[0]->pCertContext);
        IReadOnlyList<Uri> urls = parameters.Mode == DirectoryMode.Read
            ? []
            : ResponderUrls.Of(leaf.Certificate, leaf.Properties.Get(PropertyIds.AuthorityInfoAccess));
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
}
