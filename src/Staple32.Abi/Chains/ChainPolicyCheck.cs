using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.ChainPolicies;
using Staple32.Chains;

namespace Staple32.Abi.Chains;

/// <summary>Reads what CertVerifyCertificateChainPolicy is called with, has the policy judge, and writes what it says.</summary>
internal static unsafe class ChainPolicyCheck
{
    private const uint SizeToError = 8;
    private const uint SizeToChainIndex = 12;
    private const uint SizeToElementIndex = 16;

    /// <summary>Judges any chain context, ours or a foreign one.</summary>
    /// <exception cref="AbiException">
    /// ERROR_FILE_NOT_FOUND: no such policy. E_INVALIDARG: something is missing or too short. ERROR_NOT_SUPPORTED: a
    /// setting that nothing can be judged by. ERROR_INVALID_PARAMETER: the chain cannot be read.
    /// </exception>
    public static int Verify(nint policy, CERT_CHAIN_CONTEXT* context, CERT_CHAIN_POLICY_PARA* para, CERT_CHAIN_POLICY_STATUS* status)
    {
        if (policy is < ChainPolicyIds.CERT_CHAIN_POLICY_BASE or > ChainPolicyIds.CERT_CHAIN_POLICY_MICROSOFT_ROOT)
            throw new AbiException(Errors.ERROR_FILE_NOT_FOUND, "no such policy");
        if (context == null || status == null || status->cbSize < SizeToError)
            throw Invalid("no chain or no room for the answer");
        CERT_CHAIN_POLICY_PARA known = default;
        if (para != null)
            known = ReadSized(para, para->cbSize);

        ChainResult chain = ForeignChain.ReadWhole(context);
        PolicyVerdict verdict = Judge(policy, chain, known, status);
        status->dwError = (uint)verdict.Error;
        if (status->cbSize >= SizeToChainIndex)
            status->lChainIndex = verdict.Chain;
        if (status->cbSize >= SizeToElementIndex)
            status->lElementIndex = verdict.Element;
        return 1;
    }

    private static PolicyVerdict Judge(nint policy, ChainResult chain, CERT_CHAIN_POLICY_PARA para, CERT_CHAIN_POLICY_STATUS* status) => policy switch
    {
        ChainPolicyIds.CERT_CHAIN_POLICY_BASE => BasePolicy.Judge(chain, (PolicyExemptions)para.dwFlags),
        ChainPolicyIds.CERT_CHAIN_POLICY_AUTHENTICODE => Authenticode(chain, para, status),
        ChainPolicyIds.CERT_CHAIN_POLICY_AUTHENTICODE_TS => AuthenticodeTimeStamp(chain, para, status),
        ChainPolicyIds.CERT_CHAIN_POLICY_SSL => Ssl(chain, para),
        ChainPolicyIds.CERT_CHAIN_POLICY_BASIC_CONSTRAINTS => BasicConstraintsPolicy.Judge(chain, (FirstElementRole)para.dwFlags),
        ChainPolicyIds.CERT_CHAIN_POLICY_NT_AUTH => NtAuthPolicy.Judge(chain, para.dwFlags, NtAuthStore.Contains),
        _ => MicrosoftRoot(chain, para, status),
    };

    private static PolicyVerdict Authenticode(ChainResult chain, CERT_CHAIN_POLICY_PARA para, CERT_CHAIN_POLICY_STATUS* status)
    {
        AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_PARA extra = default;
        if (para.pvExtraPolicyPara != null)
            extra = ReadWhole((AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_PARA*)para.pvExtraPolicyPara);
        var answer = (AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_STATUS*)ExtraStatus(status);
        if (answer != null && answer->cbSize < sizeof(AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_STATUS))
            throw Invalid("an extra status that is too short");

        bool isCommercial = SignerStatement.IsCommercial(extra.pSignerInfo);
        PolicyVerdict verdict = AuthenticodePolicy.Judge(chain, (PolicyExemptions)para.dwFlags, SettingsOf(extra.dwRegPolicySettings), isCommercial);
        if (answer != null)
            answer->fCommercial = isCommercial ? 1 : 0;
        return verdict;
    }

    private static PolicyVerdict AuthenticodeTimeStamp(ChainResult chain, CERT_CHAIN_POLICY_PARA para, CERT_CHAIN_POLICY_STATUS* status)
    {
        AUTHENTICODE_TS_EXTRA_CERT_CHAIN_POLICY_PARA extra = default;
        if (para.pvExtraPolicyPara != null)
            extra = ReadWhole((AUTHENTICODE_TS_EXTRA_CERT_CHAIN_POLICY_PARA*)para.pvExtraPolicyPara);
        if (ExtraStatus(status) != null)
            throw Invalid("an extra status where there is none");
        return AuthenticodePolicy.JudgeTimeStamp(
            chain, (PolicyExemptions)para.dwFlags, SettingsOf(extra.dwRegPolicySettings), extra.fCommercial != 0);
    }

    private static PolicyVerdict Ssl(ChainResult chain, CERT_CHAIN_POLICY_PARA para)
    {
        SSL_EXTRA_CERT_CHAIN_POLICY_PARA extra = default;
        if (para.pvExtraPolicyPara != null)
            extra = ReadWhole((SSL_EXTRA_CERT_CHAIN_POLICY_PARA*)para.pvExtraPolicyPara);
        return SslPolicy.Judge(
            chain,
            (PolicyExemptions)para.dwFlags,
            (SslRole)extra.dwAuthType,
            (SslIgnoredErrors)extra.fdwChecks,
            NativeText.FromUtf16(extra.pwszServerName));
    }

    private static PolicyVerdict MicrosoftRoot(ChainResult chain, CERT_CHAIN_POLICY_PARA para, CERT_CHAIN_POLICY_STATUS* status)
    {
        var options = (MicrosoftRootOptions)para.dwFlags;
        const MicrosoftRootOptions Contradiction = MicrosoftRootOptions.CheckApplicationRoot | MicrosoftRootOptions.EnableTestRoot;
        if (para.pvExtraPolicyPara != null || ExtraStatus(status) != null || options.HasFlag(Contradiction))
            throw Invalid("extra structures where there are none, or the test root beside the application root");
        return MicrosoftRootPolicy.Judge(chain, options);
    }

    private static AuthenticodeSettings SettingsOf(uint value)
    {
        var settings = (AuthenticodeSettings)value;
        return settings.HasFlag(AuthenticodeSettings.AllowOnlyPersonalTrust)
            ? throw new AbiException(Errors.ERROR_NOT_SUPPORTED, "there is no personal trust database")
            : settings;
    }

    private static void* ExtraStatus(CERT_CHAIN_POLICY_STATUS* status) =>
        status->cbSize >= sizeof(CERT_CHAIN_POLICY_STATUS) ? status->pvExtraPolicyStatus : null;

    // Every extra structure begins with cbSize.
    private static T ReadWhole<T>(T* structure)
        where T : unmanaged =>
        *(uint*)structure >= sizeof(T) ? *structure : throw Invalid("an extra structure that is too short");

    private static T ReadSized<T>(T* structure, uint size)
        where T : unmanaged
    {
        T known = default;
        Buffer.MemoryCopy(structure, &known, sizeof(T), Math.Min(size, (uint)sizeof(T)));
        return known;
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
