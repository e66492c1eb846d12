using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Abi.Revocation;

namespace Staple32.Abi.Exports;

/// <summary>Whether certificates are revoked.</summary>
internal static unsafe class Revocation
{
    [UnmanagedCallersOnly(EntryPoint = "CertVerifyRevocation")]
    public static int CertVerifyRevocation(
        uint encodingType, uint revocationType, uint count, void** contexts, uint flags, CERT_REVOCATION_PARA* revocationPara, CERT_REVOCATION_STATUS* status)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return RevocationCall.Verify(encodingType, revocationType, count, contexts, flags, revocationPara, status); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
