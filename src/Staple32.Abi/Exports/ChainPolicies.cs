using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Chains;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>What a chain is good for.</summary>
internal static unsafe class ChainPolicies
{
    [UnmanagedCallersOnly(EntryPoint = "CertVerifyCertificateChainPolicy")]
    public static int CertVerifyCertificateChainPolicy(nint policyOid, CERT_CHAIN_CONTEXT* chainContext, CERT_CHAIN_POLICY_PARA* policyPara, CERT_CHAIN_POLICY_STATUS* policyStatus)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return ChainPolicyCheck.Verify(policyOid, chainContext, policyPara, policyStatus); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
