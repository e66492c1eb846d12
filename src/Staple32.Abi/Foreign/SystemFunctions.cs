using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Foreign;

/// <summary>The functions of the system's Crypt32 that are called here, looked up by name.</summary>
internal sealed unsafe class SystemFunctions(nint module)
{
    public readonly delegate* unmanaged<nint, CERT_CONTEXT*, FILETIME*, nint, CERT_CHAIN_PARA*, uint, void*, CERT_CHAIN_CONTEXT**, int> GetChain =
        (delegate* unmanaged<nint, CERT_CONTEXT*, FILETIME*, nint, CERT_CHAIN_PARA*, uint, void*, CERT_CHAIN_CONTEXT**, int>)
        NativeLibrary.GetExport(module, "CertGetCertificateChain");

    public readonly delegate* unmanaged<CERT_CHAIN_CONTEXT*, CERT_CHAIN_CONTEXT*> DuplicateChain =
        (delegate* unmanaged<CERT_CHAIN_CONTEXT*, CERT_CHAIN_CONTEXT*>)NativeLibrary.GetExport(module, "CertDuplicateCertificateChain");

    public readonly delegate* unmanaged<CERT_CHAIN_CONTEXT*, void> FreeChain =
        (delegate* unmanaged<CERT_CHAIN_CONTEXT*, void>)NativeLibrary.GetExport(module, "CertFreeCertificateChain");

    public readonly delegate* unmanaged<nint, uint, nuint, uint, void*, nint> OpenStore =
        (delegate* unmanaged<nint, uint, nuint, uint, void*, nint>)NativeLibrary.GetExport(module, "CertOpenStore");

    public readonly delegate* unmanaged<nint, nint> DuplicateStore =
        (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(module, "CertDuplicateStore");

    public readonly delegate* unmanaged<nint, uint, int> CloseStore =
        (delegate* unmanaged<nint, uint, int>)NativeLibrary.GetExport(module, "CertCloseStore");

    public SystemElementFunctions Certificates { get; } = new(
        module, "CertDuplicateCertificateContext", "CertFreeCertificateContext", "CertEnumCertificateContextProperties",
        "CertGetCertificateContextProperty", "CertSetCertificateContextProperty", "CertEnumCertificatesInStore",
        "CertFindCertificateInStore", "CertAddEncodedCertificateToStore", "CertDeleteCertificateFromStore");

    public SystemElementFunctions Crls { get; } = new(
        module, "CertDuplicateCRLContext", "CertFreeCRLContext", "CertEnumCRLContextProperties",
        "CertGetCRLContextProperty", "CertSetCRLContextProperty", "CertEnumCRLsInStore",
        "CertFindCRLInStore", "CertAddEncodedCRLToStore", "CertDeleteCRLFromStore");

    /// <summary>Where the system has this library's functions; this one itself if it bears the system's name.</summary>
    public nint Module { get; } = module;

    /// <summary>What certificates and CRLs have alike.</summary>
    public SystemElementFunctions Of(BlockKind kind) => kind == BlockKind.CrlContext ? Crls : Certificates;
}

/// <summary>The functions that there are for certificates and for CRLs alike, with the same arguments.</summary>
internal sealed unsafe class SystemElementFunctions(
    nint module, string duplicate, string free, string nextProperty, string getProperty, string setProperty, string next, string find,
    string addEncoded, string delete)
{
    public readonly delegate* unmanaged<void*, void*> Duplicate =
        (delegate* unmanaged<void*, void*>)NativeLibrary.GetExport(module, duplicate);

    public readonly delegate* unmanaged<void*, int> Free =
        (delegate* unmanaged<void*, int>)NativeLibrary.GetExport(module, free);

    public readonly delegate* unmanaged<void*, uint, uint> NextProperty =
        (delegate* unmanaged<void*, uint, uint>)NativeLibrary.GetExport(module, nextProperty);

    public readonly delegate* unmanaged<void*, uint, void*, uint*, int> GetProperty =
        (delegate* unmanaged<void*, uint, void*, uint*, int>)NativeLibrary.GetExport(module, getProperty);

    public readonly delegate* unmanaged<void*, uint, uint, void*, int> SetProperty =
        (delegate* unmanaged<void*, uint, uint, void*, int>)NativeLibrary.GetExport(module, setProperty);

    public readonly delegate* unmanaged<nint, void*, void*> Next =
        (delegate* unmanaged<nint, void*, void*>)NativeLibrary.GetExport(module, next);

    public readonly delegate* unmanaged<nint, uint, uint, uint, void*, void*, void*> Find =
        (delegate* unmanaged<nint, uint, uint, uint, void*, void*, void*>)NativeLibrary.GetExport(module, find);

    public readonly delegate* unmanaged<nint, uint, byte*, uint, uint, void**, int> AddEncoded =
        (delegate* unmanaged<nint, uint, byte*, uint, uint, void**, int>)NativeLibrary.GetExport(module, addEncoded);

    public readonly delegate* unmanaged<void*, int> Delete =
        (delegate* unmanaged<void*, int>)NativeLibrary.GetExport(module, delete);
}
