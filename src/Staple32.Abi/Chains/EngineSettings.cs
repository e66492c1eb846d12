using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.Settings;
using Staple32.Stores;

namespace Staple32.Abi.Chains;

/// <summary>
/// Reads CERT_CHAIN_ENGINE_CONFIG. Which stores an engine looks into follows the algorithm that the SDK header gives
/// beside the structure.
/// </summary>
internal static unsafe class EngineSettings
{
    private const uint MaxAdditionalStores = 1024;

    /// <summary>These are options of every chain that the engine builds.</summary>
    private const uint Honoured = ChainConstants.CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL | ChainConstants.CERT_CHAIN_DISABLE_AIA;

    /// <summary>
    /// These say what is cached and how stores are watched. An engine always sees its stores as they are, and remembers
    /// only verified signatures, so none of them changes an answer.
    /// </summary>
    private const uint WithoutEffect =
        ChainConstants.CERT_CHAIN_CACHE_END_CERT | ChainConstants.CERT_CHAIN_THREAD_STORE_SYNC
        | ChainConstants.CERT_CHAIN_ENABLE_CACHE_AUTO_UPDATE | ChainConstants.CERT_CHAIN_ENABLE_SHARE_STORE;

    /// <summary>The settings of an engine that nobody has created.</summary>
    public static ChainEngineSettings Default(EngineStores system) => OfThisMachine(system.Roots(), system) with
    {
        TrustedPeople = system.TrustedPeople(),
        OtherStores = system.IssuersAndTrust(),
    };

    /// <summary>Checks a configuration and finds its stores.</summary>
    /// <returns>What reads everything else, as it is at the time of each call.</returns>
    /// <exception cref="AbiException">E_INVALIDARG: it contradicts itself. ERROR_INVALID_HANDLE: a store is closed.</exception>
    public static Func<ChainEngineSettings> Read(CERT_CHAIN_ENGINE_CONFIG* config)
    {
        if (config->cbSize is not (CERT_CHAIN_ENGINE_CONFIG.SizeBeforeExclusiveStores or CERT_CHAIN_ENGINE_CONFIG.SizeBeforeExclusiveFlags)
            && config->cbSize != sizeof(CERT_CHAIN_ENGINE_CONFIG))
        {
            throw Invalid("a size that no version of the structure has");
        }

        CERT_CHAIN_ENGINE_CONFIG known = default;
        Buffer.MemoryCopy(config, &known, sizeof(CERT_CHAIN_ENGINE_CONFIG), config->cbSize);
        bool isExclusive = known.hExclusiveRoot != 0 || known.hExclusiveTrustedPeople != 0;
        bool isRestricted = known.hRestrictedRoot != 0 || known.hRestrictedTrust != 0 || known.hRestrictedOther != 0;
        if ((known.dwFlags & ~(Honoured | ChainConstants.CERT_CHAIN_USE_LOCAL_MACHINE_STORE | WithoutEffect)) != 0
            || (known.dwExclusiveFlags & ~ChainConstants.CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG) != 0
            || (isExclusive && isRestricted)
            || known.cAdditionalStore > MaxAdditionalStores
            || (known.cAdditionalStore > 0 && known.rghAdditionalStore == null))
        {
            throw Invalid("an engine configuration that contradicts itself");
        }

        EngineStores system = (known.dwFlags & ChainConstants.CERT_CHAIN_USE_LOCAL_MACHINE_STORE) != 0 ? EngineStores.OfMachine : EngineStores.OfUser;
        Func<ChainEngineSettings> stores = isExclusive ? Exclusive(&known, system) : OverSystemRoots(&known, system);
        uint flags = known.dwFlags, timeout = known.dwUrlRetrievalTimeout, cached = known.MaximumCachedCertificates;
        return () => stores() with
        {
            RememberedSignatures = (int)Math.Min(cached, 1u << 20),
            Options = (ChainOptions)(flags & Honoured),
            UrlRetrievalTimeout = timeout == 0 ? null : TimeSpan.FromMilliseconds(timeout),
        };
    }

    private static ChainEngineSettings OfThisMachine(CertificateStore roots, EngineStores system) => new(roots)
    {
        Rules = MachineSettings.Load(Library.Log).Chains,
        Fetcher = Library.Fetcher,
        PublicRoots = SystemRoots.OpenPublic(),
        Distrusted = system.Disallowed(),
    };

    // Exclusive are the roots and the trusted people; the system's other certificates may stand between.
    private static Func<ChainEngineSettings> Exclusive(CERT_CHAIN_ENGINE_CONFIG* config, EngineStores system)
    {
        CertificateStore roots = Optional(config->hExclusiveRoot) ?? new MemoryStore();
        CertificateStore? people = Optional(config->hExclusiveTrustedPeople);
        bool trustsAuthorities = (config->dwExclusiveFlags & ChainConstants.CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG) != 0;
        List<CertificateStore> others = AdditionalStores(config);
        if (people is not null)
            others.Insert(0, people);
        return () => OfThisMachine(roots, system) with
        {
            IsExclusive = true,
            TrustsExclusiveAuthorities = trustsAuthorities,
            TrustedPeople = people,
            OtherStores = [.. system.Issuers(), .. others],
        };
    }

    // hRestrictedOther replaces all other places to look; hRestrictedTrust adds to them. (Its trust lists are not used.)
    private static Func<ChainEngineSettings> OverSystemRoots(CERT_CHAIN_ENGINE_CONFIG* config, EngineStores system)
    {
        CertificateStore? roots = Optional(config->hRestrictedRoot);
        CertificateStore? trust = Optional(config->hRestrictedTrust);
        CertificateStore? replacement = Optional(config->hRestrictedOther);
        List<CertificateStore> additional = AdditionalStores(config);
        return () =>
        {
            SystemRootStore systemRoots = system.Roots();
            List<CertificateStore> all = [.. system.IssuersAndTrust(), .. additional];
            return OfThisMachine(roots ?? systemRoots, system) with
            {
                RootsMustBeIn = roots is null ? null : systemRoots,
                TrustedPeople = system.TrustedPeople(),
                OtherStores = replacement is not null ? [replacement] : trust is not null ? [trust, .. all] : all,
            };
        };
    }

    private static CertificateStore? Optional(nint handle) => handle == 0 ? null : StoreHandles.ForReading(handle);

    private static List<CertificateStore> AdditionalStores(CERT_CHAIN_ENGINE_CONFIG* config)
    {
        var stores = new List<CertificateStore>();
        for (uint i = 0; i < config->cAdditionalStore; i++)
            stores.Add(StoreHandles.ForReading(config->rghAdditionalStore[i]));
        return stores;
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
