using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.Stores;

namespace Staple32.Abi.Chains;

/// <summary>HCERTCHAINENGINE: the engines that the host creates, and the default one behind the values 0, 1 and 2.</summary>
internal static unsafe class ChainEngines
{
    private const uint TableKind = 2;
    private const uint MaxAdditionalStores = 1024;

    // All of them say how the engine caches or where it may fetch from. It fetches nothing, and its cache holds only
    // verified signatures, so none of them changes what an engine answers.
    private const uint AcceptedFlags =
        ChainConstants.CERT_CHAIN_CACHE_END_CERT | ChainConstants.CERT_CHAIN_THREAD_STORE_SYNC
        | ChainConstants.CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL | ChainConstants.CERT_CHAIN_USE_LOCAL_MACHINE_STORE
        | ChainConstants.CERT_CHAIN_ENABLE_CACHE_AUTO_UPDATE | ChainConstants.CERT_CHAIN_ENABLE_SHARE_STORE
        | ChainConstants.CERT_CHAIN_DISABLE_AIA;

    private static readonly HandleTable<ChainEngine> s_engines = new(TableKind);
    private static readonly Lazy<ChainEngine> s_default = new(() => new ChainEngine(new ChainEngineSettings(SystemRoots.Open())));

    /// <summary>The engine behind a handle.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_HANDLE: the engine was freed, or the handle never was one.</exception>
    public static ChainEngine Get(nint handle) =>
        IsDefault(handle)
            ? s_default.Value
            : s_engines.Find(handle) ?? throw new AbiException(Errors.ERROR_INVALID_HANDLE, "not a chain engine");

    /// <summary>Creates an engine. Closing the stores that it was given does not affect it.</summary>
    public static int Create(CERT_CHAIN_ENGINE_CONFIG* config, nint* engine)
    {
        if (config == null || engine == null)
            return LastError.False(Errors.E_INVALIDARG);
        *engine = 0;
        CERT_CHAIN_ENGINE_CONFIG known = default;
        if (config->cbSize is not (CERT_CHAIN_ENGINE_CONFIG.SizeBeforeExclusiveStores or CERT_CHAIN_ENGINE_CONFIG.SizeBeforeExclusiveFlags)
            && config->cbSize != sizeof(CERT_CHAIN_ENGINE_CONFIG))
        {
            return LastError.False(Errors.E_INVALIDARG);
        }

        Buffer.MemoryCopy(config, &known, sizeof(CERT_CHAIN_ENGINE_CONFIG), config->cbSize);
        bool isExclusive = known.hExclusiveRoot != 0 || known.hExclusiveTrustedPeople != 0;
        bool isRestricted = known.hRestrictedRoot != 0 || known.hRestrictedTrust != 0 || known.hRestrictedOther != 0;
        if ((known.dwFlags & ~AcceptedFlags) != 0
            || (known.dwExclusiveFlags & ~ChainConstants.CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG) != 0
            || (isExclusive && isRestricted)
            || known.cAdditionalStore > MaxAdditionalStores
            || (known.cAdditionalStore > 0 && known.rghAdditionalStore == null))
        {
            return LastError.False(Errors.E_INVALIDARG);
        }

        ChainEngineSettings settings = isExclusive ? Exclusive(&known) : OverSystemRoots(&known);
        *engine = s_engines.Add(new ChainEngine(settings with { RememberedSignatures = (int)Math.Min(known.MaximumCachedCertificates, 1u << 20) }));
        return 1;
    }

    /// <summary>Forgets an engine; calls that are using it go on. The default engines stay.</summary>
    public static void Free(nint handle)
    {
        if (!IsDefault(handle) && s_engines.Remove(handle) is null)
            LastError.Set(Errors.ERROR_INVALID_HANDLE);
    }

    private static bool IsDefault(nint handle) =>
        handle is ChainConstants.HCCE_CURRENT_USER or ChainConstants.HCCE_LOCAL_MACHINE or ChainConstants.HCCE_SERIAL_LOCAL_MACHINE;

    private static ChainEngineSettings Exclusive(CERT_CHAIN_ENGINE_CONFIG* config)
    {
        CertificateStore? people = config->hExclusiveTrustedPeople == 0 ? null : StoreHandles.ForReading(config->hExclusiveTrustedPeople);
        List<CertificateStore> others = AdditionalStores(config);
        if (people is not null)
            others.Insert(0, people);
        return new ChainEngineSettings(config->hExclusiveRoot == 0 ? new MemoryStore() : StoreHandles.ForReading(config->hExclusiveRoot))
        {
            IsExclusive = true,
            TrustsExclusiveAuthorities = (config->dwExclusiveFlags & ChainConstants.CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG) != 0,
            TrustedPeople = people,
            OtherStores = others,
        };
    }

    // hRestrictedOther replaces all other places to look; hRestrictedTrust adds to them. (Its trust lists are not used.)
    private static ChainEngineSettings OverSystemRoots(CERT_CHAIN_ENGINE_CONFIG* config)
    {
        List<CertificateStore> others = config->hRestrictedOther == 0 ? AdditionalStores(config) : [StoreHandles.ForReading(config->hRestrictedOther)];
        if (config->hRestrictedTrust != 0)
        {
            CertificateStore trust = StoreHandles.ForReading(config->hRestrictedTrust);
            if (config->hRestrictedOther == 0)
                others.Insert(0, trust);
        }

        if (config->hRestrictedRoot == 0)
            return new ChainEngineSettings(SystemRoots.Open()) { OtherStores = others };
        return new ChainEngineSettings(StoreHandles.ForReading(config->hRestrictedRoot))
        {
            RootsMustBeIn = SystemRoots.Open(),
            OtherStores = others,
        };
    }

    private static List<CertificateStore> AdditionalStores(CERT_CHAIN_ENGINE_CONFIG* config)
    {
        var stores = new List<CertificateStore>();
        for (uint i = 0; i < config->cAdditionalStore; i++)
            stores.Add(StoreHandles.ForReading(config->rghAdditionalStore[i]));
        return stores;
    }
}
