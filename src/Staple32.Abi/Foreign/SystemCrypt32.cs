using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Foreign;

/// <summary>
/// The system's own Crypt32, where there is one (Windows). It may be in the process beside this library, and what it made
/// may be given to this library's functions: such a context is told from one that a host filled in by hand, and is
/// referenced, asked and freed through the system's functions.
/// </summary>
/// <remarks>
/// The system's contexts bear no mark that is documented. One counts as the system's if the system's Crypt32 is in the
/// process and the structure is what only the system makes: allocated memory (not a variable of a program or on the stack)
/// whose certificates all are in stores, none of them ours; a chain besides has the size that the system's chains have,
/// and an identifier if there is room for one. Whatever fails this is read by its documented fields and copied.
/// </remarks>
internal static unsafe partial class SystemCrypt32
{
    // Above them no address of a process can lie; ours, which are handles, do.
    private const ulong FirstAddress = 0x10000;
    private const ulong LastAddress = 0x7FFF_FFFF_FFFF;

    private static readonly Lock s_lock = new();
    private static SystemFunctions? s_functions;
    private static uint s_chainSize;

    /// <summary>The system's functions, if the process has them loaded.</summary>
    public static SystemFunctions? Present =>
        OperatingSystem.IsWindows() ? s_functions ?? Find(load: false) : null;

    /// <summary>The system's functions, loaded if need be; null if the system has no Crypt32.</summary>
    public static SystemFunctions? Load() =>
        OperatingSystem.IsWindows() ? s_functions ?? Find(load: true) : null;

    /// <summary>Whether a context of a certificate or CRL that is not ours is the system's.</summary>
    public static bool Made(ContextHead* context) =>
        Present is { } system
        && IsAllocated(context) && IsAllocated(context->Info) && context->Encoded != null && context->EncodedLength > 0
        && (context->EncodingType & EncodingTypes.X509_ASN_ENCODING) != 0
        && IsStoreOf(system, context->PublicStore);

    /// <summary>Whether a store handle that is not ours is the system's.</summary>
    public static bool MadeStore(nint store) => Present is { } system && IsStoreOf(system, store);

    /// <summary>Whether a chain context that is not ours is the system's.</summary>
    public static bool Made(CERT_CHAIN_CONTEXT* chain)
    {
        if (Present is not { } system || !IsAllocated(chain) || chain->cbSize < ForeignChain.SizeToChains
            || chain->cChain is 0 or > ForeignChain.MaxChains || !IsAllocated(chain->rgpChain))
        {
            return false;
        }

        if (chain->cbSize >= sizeof(CERT_CHAIN_CONTEXT) && chain->ChainId == Guid.Empty)
            return false;
        for (uint i = 0; i < chain->cChain; i++)
        {
            if (!IsOfItsCertificates(chain->rgpChain[i]))
                return false;
        }

        return chain->cbSize == SizeOfItsChains(system, chain->rgpChain[0]->rgpElement[0]->pCertContext);
    }

    /// <summary>Takes over the failure of a call to the system; to be called right behind it.</summary>
    public static void TakeLastError() => LastError.Set((uint)System.Runtime.InteropServices.Marshal.GetLastSystemError());

    private static bool IsOfItsCertificates(CERT_SIMPLE_CHAIN* chain)
    {
        if (!IsAllocated(chain) || chain->cElement is 0 or > ForeignChain.MaxElements || !IsAllocated(chain->rgpElement))
            return false;
        for (uint i = 0; i < chain->cElement; i++)
        {
            CERT_CHAIN_ELEMENT* element = chain->rgpElement[i];
            if (!IsAllocated(element) || CertificateContexts.IsOurs(element->pCertContext) || !Made((ContextHead*)element->pCertContext))
                return false;
        }

        return true;
    }

    /// <summary>
    /// The size of the system's chain contexts, learnt from one that it is asked for: a structure of any other size was made
    /// by somebody else. Nothing is fetched for it.
    /// </summary>
    private static uint SizeOfItsChains(SystemFunctions system, CERT_CONTEXT* certificate)
    {
        lock (s_lock)
        {
            if (s_chainSize != 0)
                return s_chainSize;
            const uint Flags = ChainConstants.CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL
                | ChainConstants.CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE | ChainConstants.CERT_CHAIN_DISABLE_AIA;
            var para = new CERT_CHAIN_PARA { cbSize = CERT_CHAIN_PARA.SizeWithoutExtraFields };
            CERT_CHAIN_CONTEXT* chain = null;
            if (system.GetChain(0, certificate, null, 0, &para, Flags, null, &chain) == 0 || chain == null)
                return 0;
            s_chainSize = chain->cbSize;
            system.FreeChain(chain);
            return s_chainSize;
        }
    }

    private static bool IsStoreOf(SystemFunctions system, nint store) =>
        (ulong)store is >= FirstAddress and <= LastAddress && IsAllocatedOrIn(system.Module, (void*)store);

    private static SystemFunctions? Find(bool load)
    {
        lock (s_lock)
        {
            if (s_functions is not null)
                return s_functions;
            nint module = Locate(load);
            try
            {
                return module == 0 ? null : s_functions = new SystemFunctions(module);
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }
    }

    /// <summary>The module, kept loaded from now on; 0 if it is not there, not loaded, or this library itself.</summary>
    private static partial nint Locate(bool load);

    /// <summary>Whether an address is in memory that somebody has allocated, and not on the stack.</summary>
    private static partial bool IsAllocated(void* address);

    /// <summary>As the other one, or a variable of a module.</summary>
    private static partial bool IsAllocatedOrIn(nint module, void* address);
}
