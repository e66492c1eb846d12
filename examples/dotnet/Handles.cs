using System;
using Microsoft.Win32.SafeHandles;

/// <summary>One reference each: what the runtime closes even when nobody thought of it.</summary>
internal sealed class StoreHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public StoreHandle() : base(true) { }

    protected override bool ReleaseHandle()
    {
        return Crypt32.CertCloseStore(handle, 0);
    }
}

internal sealed class CertificateHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public CertificateHandle() : base(true) { }

    public CertificateHandle(IntPtr certificate) : base(true)
    {
        SetHandle(certificate);
    }

    protected override bool ReleaseHandle()
    {
        return Crypt32.CertFreeCertificateContext(handle);
    }
}

internal sealed class ChainHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ChainHandle() : base(true) { }

    protected override bool ReleaseHandle()
    {
        Crypt32.CertFreeCertificateChain(handle);
        return true;
    }
}

internal sealed class ServerOcspResponseHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ServerOcspResponseHandle() : base(true) { }

    protected override bool ReleaseHandle()
    {
        Crypt32.CertCloseServerOcspResponse(handle, 0);
        return true;
    }
}

internal sealed class ServerOcspResponseContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ServerOcspResponseContextHandle() : base(true) { }

    protected override bool ReleaseHandle()
    {
        Crypt32.CertFreeServerOcspResponseContext(handle);
        return true;
    }
}
