using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.Revocation;
using Staple32.Stores;

namespace Staple32.Abi.Revocation;

/// <summary>Reads what CertVerifyRevocation is called with, and finds the issuers that the caller leaves out.</summary>
internal sealed unsafe class RevocationArguments
{
    private const uint Honoured =
        RevocationConstants.CERT_VERIFY_CACHE_ONLY_BASED_REVOCATION | RevocationConstants.CERT_VERIFY_REV_SERVER_OCSP_FLAG
        | RevocationConstants.CERT_VERIFY_REV_NO_OCSP_FAILOVER_TO_CRL_FLAG | RevocationConstants.CERT_VERIFY_REV_SERVER_OCSP_WIRE_ONLY_FLAG;

    private const uint KnownFlags =
        Honoured | RevocationConstants.CERT_VERIFY_REV_CHAIN_FLAG | RevocationConstants.CERT_VERIFY_REV_ACCUMULATIVE_TIMEOUT_FLAG;

    private const uint MaxStores = 1024;

    /// <summary>Far more than any chain; the array is the host's, and its length only a number.</summary>
    private const uint MaxContexts = 4096;

    private readonly bool _isChain;
    private readonly CERT_REVOCATION_PARA _para;
    private readonly ChainEngine _engine;
    private readonly CollectionStore _all = new();
    private readonly List<CertificateStore> _stores = [];
    private readonly RevocationOptions _options;
    private readonly UrlBudget _budget;
    private readonly int _maxBytes;

    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER.</exception>
    public RevocationArguments(uint count, void** contexts, uint flags, CERT_REVOCATION_PARA* para)
    {
        if ((flags & ~KnownFlags) != 0 || count > MaxContexts || (count > 0 && contexts == null))
            throw Invalid("flags that do not exist, or no contexts");
        _isChain = (flags & RevocationConstants.CERT_VERIFY_REV_CHAIN_FLAG) != 0;
        _para = Known(para);
        CERT_REVOCATION_CHAIN_PARA chain = Known(_para.pChainPara);
        Now = _para.pftCurrentTime == null ? TimeProvider.System.GetUtcNow() : _para.pftCurrentTime->ToDateTimeOffset();
        _engine = ChainEngines.Get(chain.hChainEngine);
        _options = (RevocationOptions)(flags & Honoured);
        if ((chain.dwChainFlags & ChainConstants.CERT_CHAIN_REVOCATION_CHECK_OCSP_CERT) != 0)
            _options |= RevocationOptions.CheckOcspSigner;
        bool isForAll = (flags & RevocationConstants.CERT_VERIFY_REV_ACCUMULATIVE_TIMEOUT_FLAG) != 0;
        TimeSpan timeout = isForAll ? _engine.Settings.Rules.RevocationTimeout : _engine.Settings.Rules.UrlRetrievalTimeout;
        if (_para.dwUrlRetrievalTimeout != 0)
            timeout = TimeSpan.FromMilliseconds(_para.dwUrlRetrievalTimeout);
        _budget = new UrlBudget(Library.Revocation.Time, timeout, isForAll);
        int most = _engine.Settings.Rules.MaxObjectBytes;
        _maxBytes = chain.cbMaxUrlRetrievalByteCount == 0 ? most : (int)Math.Min(chain.cbMaxUrlRetrievalByteCount, (uint)most);

        var given = new MemoryStore();
        Subjects = new StoredCertificate[count];
        for (uint i = 0; i < count; i++)
            Subjects[i] = Give(CertificateContexts.Of((CERT_CONTEXT*)contexts[i]), given);
        LastIssuer = _para.pIssuerCert == null ? null : Give(CertificateContexts.Of(_para.pIssuerCert), given);
        AddStores(chain);
        _all.TryJoin(given);
    }

    /// <summary>The certificates that are checked.</summary>
    public StoredCertificate[] Subjects { get; }

    public DateTimeOffset Now { get; }

    /// <summary>Where the host wants to see the CRLs of the last check; null if nowhere.</summary>
    public CERT_REVOCATION_CRL_INFO* CrlInfo => _para.pCrlInfo;

    /// <summary>The issuer of the last one, as the host says.</summary>
    private StoredCertificate? LastIssuer { get; }

    /// <summary>The question about one of the certificates.</summary>
    public RevocationQuestion QuestionAbout(int index)
    {
        StoredCertificate subject = Subjects[index];
        Lazy<SimpleChain> path = new(() => _engine.Build(LikeThisCall(subject)).Chains[0]);
        StoredCertificate? named = index + 1 < Subjects.Length ? _isChain ? Subjects[index + 1] : null : LastIssuer;
        var stores = new List<CertificateStore>(_stores);
        if (subject.Store is { } own && !stores.Contains(own))
            stores.Add(own);
        return new RevocationQuestion
        {
            Subject = subject,
            Issuer = Issuers.Find(subject, named, stores) ?? Issuers.Above(path.Value),
            Stores = stores,
            Now = Now,
            TimeToUse = _para.pftTimeToUse == null ? null : _para.pftTimeToUse->ToDateTimeOffset(),
            Options = _options,
            MaxAge = _para.fCheckFreshnessTime == 0 ? null : TimeSpan.FromSeconds(_para.dwFreshnessTime),
            Resync = _para.pftCacheResync == null ? null : _para.pftCacheResync->ToDateTimeOffset(),
            MaxCrlBytes = _maxBytes,
            Budget = _budget,
            SignerJudge = new CrlSignerPath(_engine, LikeThisCall(subject), () => path.Value.Elements[^1].Certificate.Certificate, Now).Judge,
        };
    }

    private ChainRequest LikeThisCall(StoredCertificate subject) => new()
    {
        End = subject,
        Time = Now,
        AdditionalStore = _all,
        Options = (_options & RevocationOptions.CacheOnly) != 0 ? ChainOptions.CacheOnlyUrlRetrieval : ChainOptions.None,
    };

    private static StoredCertificate Give(StoredCertificate certificate, MemoryStore given)
    {
        given.TryAdd(certificate.Certificate, null, AddDisposition.UseExisting, out _);
        return certificate;
    }

    private void AddStores(in CERT_REVOCATION_CHAIN_PARA chain)
    {
        if (_para.cCertStore > MaxStores || (_para.cCertStore > 0 && _para.rgCertStore == null))
            throw Invalid("stores that are announced and not there");
        Add(_para.hCrlStore);
        for (uint i = 0; i < _para.cCertStore; i++)
            Add(_para.rgCertStore[i]);
        Add(chain.hAdditionalStore);
        foreach (CertificateStore store in _engine.Settings.OtherStores)
            Add(store);
        Add(_engine.Settings.Roots);
    }

    private void Add(nint handle)
    {
        if (handle != 0)
            Add(StoreHandles.ForReading(handle));
    }

    private void Add(CertificateStore store)
    {
        if (_stores.Contains(store))
            return;
        _stores.Add(store);
        _all.TryJoin(store);
    }

    /// <summary>What a host has filled in; fields beyond cbSize count as 0, and so does all of it if there is none.</summary>
    private static CERT_REVOCATION_PARA Known(CERT_REVOCATION_PARA* para)
    {
        CERT_REVOCATION_PARA known = default;
        if (para == null)
            return known;
        if (para->cbSize < CERT_REVOCATION_PARA.LeastSize)
            throw Invalid("revocation parameters without room for an issuer");
        Buffer.MemoryCopy(para, &known, sizeof(CERT_REVOCATION_PARA), Math.Min(para->cbSize, (uint)sizeof(CERT_REVOCATION_PARA)));
        if (known.pCrlInfo != null && known.pCrlInfo->cbSize < sizeof(CERT_REVOCATION_CRL_INFO))
            throw Invalid("no room for CRLs");
        return known;
    }

    private static CERT_REVOCATION_CHAIN_PARA Known(CERT_REVOCATION_CHAIN_PARA* para)
    {
        CERT_REVOCATION_CHAIN_PARA known = default;
        if (para != null)
            Buffer.MemoryCopy(para, &known, sizeof(CERT_REVOCATION_CHAIN_PARA), Math.Min(para->cbSize, (uint)sizeof(CERT_REVOCATION_CHAIN_PARA)));
        return known;
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
