using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.ChainSelection;
using Staple32.Stores;

namespace Staple32.Abi.Chains;

/// <summary>CertFindChainInStore: the certificates of a store one after the other, until the chain of one is what is sought.</summary>
internal static unsafe class ChainSearch
{
    private const uint MaxIssuers = 65536;
    private const uint KnownFlags =
        ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_COMPARE_KEY_FLAG | ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_COMPLEX_CHAIN_FLAG
        | ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_URL_FLAG | ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_LOCAL_MACHINE_FLAG
        | ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_NO_KEY_FLAG | ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_FLAG;

    /// <summary>The next chain; NULL with CRYPT_E_NOT_FOUND at the end. The previous one is freed whatever happens.</summary>
    /// <exception cref="AbiException">
    /// E_INVALIDARG: another find type, unknown flags, parameters that are missing or too short, or a previous chain of
    /// another store. ERROR_NOT_SUPPORTED: a key is to be compared.
    /// </exception>
    public static CERT_CHAIN_CONTEXT* Find(nint store, uint flags, uint findType, CERT_CHAIN_FIND_BY_ISSUER_PARA* para, CERT_CHAIN_CONTEXT* previous)
    {
        try
        {
            if (findType != ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER || (flags & ~KnownFlags) != 0
                || para == null || para->cbSize < CERT_CHAIN_FIND_BY_ISSUER_PARA.SizeWithoutExtraFields)
            {
                throw Invalid("not a search that is known");
            }

            if ((flags & ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_COMPARE_KEY_FLAG) != 0)
                throw new AbiException(Errors.ERROR_NOT_SUPPORTED, "there are no keys to compare");
            CERT_CHAIN_FIND_BY_ISSUER_PARA known = default;
            Buffer.MemoryCopy(para, &known, sizeof(CERT_CHAIN_FIND_BY_ISSUER_PARA), Math.Min(para->cbSize, (uint)sizeof(CERT_CHAIN_FIND_BY_ISSUER_PARA)));
            CertificateStore searched = StoreHandles.ForReading(store);
            return Continue(searched, flags, known, ReadCriteria(known, flags), previous == null ? null : EndOf(previous));
        }
        finally
        {
            if (ChainContexts.DropReference(previous))
                ChainContexts.Finish(previous);
        }
    }

    private static CERT_CHAIN_CONTEXT* Continue(
        CertificateStore store, uint flags, CERT_CHAIN_FIND_BY_ISSUER_PARA para, ChainByIssuer sought, StoredCertificate? previous)
    {
        bool needsKey = para.dwKeySpec != 0 || (flags & ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_NO_KEY_FLAG) == 0;
        ChainEngine engine = ChainEngines.Get(
            (flags & ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_LOCAL_MACHINE_FLAG) != 0 ? ChainConstants.HCCE_LOCAL_MACHINE : ChainConstants.HCCE_CURRENT_USER);
        while (true)
        {
            if (!store.TryNext(previous, ElementSearch.IsNotArchived, out StoredCertificate? next))
                throw Invalid("the previous chain is not of this store");
            if (next is null)
            {
                LastError.Set(Errors.CRYPT_E_NOT_FOUND);
                return null;
            }

            previous = next;
            if ((needsKey && !next.Properties.Contains(PropertyIds.KeyProviderInfo)) || !sought.IsCandidate(next) || !IsWanted(next, para))
                continue;
            ChainResult chain = engine.Build(RequestFor(next, store, flags));
            IssuerPlace? place = sought.FindIssuer(chain);
            if (place is null && sought.Issuers.Count > 0)
                continue;
            CERT_CHAIN_CONTEXT* found = ChainContexts.Create(chain);
            Tell(para, place);
            return found;
        }
    }

    private static ChainRequest RequestFor(StoredCertificate end, CertificateStore store, uint flags)
    {
        bool isCacheOnly = (flags & ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_URL_FLAG) != 0;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new ChainRequest
        {
            End = end,
            Time = now,
            Now = now,
            AdditionalStore = (flags & ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_FLAG) == 0 ? store : null,
            Options = isCacheOnly ? ChainOptions.CacheOnlyUrlRetrieval : ChainOptions.None,
            CreateFlags = isCacheOnly ? ChainConstants.CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL : 0,
        };
    }

    private static bool IsWanted(StoredCertificate certificate, CERT_CHAIN_FIND_BY_ISSUER_PARA para)
    {
        if (para.pfnFindCallback == null)
            return true;
        CERT_CONTEXT* context = CertificateContexts.HandOut(certificate);
        try
        {
            return para.pfnFindCallback(context, para.pvFindArg) != 0;
        }
        finally
        {
            CertificateContexts.Release(context);
        }
    }

    private static void Tell(CERT_CHAIN_FIND_BY_ISSUER_PARA para, IssuerPlace? place)
    {
        if (place is not { } found)
            return;
        if (para.pdwIssuerChainIndex != null)
            *para.pdwIssuerChainIndex = (uint)found.Chain;
        if (para.pdwIssuerElementIndex != null)
            *para.pdwIssuerElementIndex = (uint)found.Element;
    }

    private static ChainByIssuer ReadCriteria(CERT_CHAIN_FIND_BY_ISSUER_PARA para, uint flags)
    {
        if (para.cIssuer > MaxIssuers || (para.cIssuer > 0 && para.rgIssuer == null))
            throw Invalid("not issuers");
        var issuers = new ReadOnlyMemory<byte>[para.cIssuer];
        for (int i = 0; i < issuers.Length; i++)
            issuers[i] = NativeBytes.Copy(para.rgIssuer[i]);
        return new ChainByIssuer
        {
            Purpose = NativeText.FromUtf8(para.pszUsageIdentifier),
            Issuers = issuers,
            LooksInAllChains = (flags & ChainFindConstants.CERT_CHAIN_FIND_BY_ISSUER_COMPLEX_CHAIN_FLAG) != 0,
        };
    }

    private static StoredCertificate EndOf(CERT_CHAIN_CONTEXT* chain) => ForeignChain.Read(chain).Chains[0].Elements[0].Certificate;

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
