using Staple32.Chains;

namespace Staple32.ChainPolicies;

/// <summary>Which side of a connection the end certificate is shown by (dwAuthType, by value).</summary>
public enum SslRole : uint
{
    Unknown = 0,
    Client = 1,
    Server = 2,
}

/// <summary>What fdwChecks leaves out of account: the SECURITY_FLAG_IGNORE_* of wininet.h, by value.</summary>
[Flags]
public enum SslIgnoredErrors : uint
{
    None = 0,

    /// <summary>That a certificate is revoked, or that nobody knows.</summary>
    Revocation = 0x0000_0080,
    UnknownAuthority = 0x0000_0100,
    WrongUsage = 0x0000_0200,
    NameMismatch = 0x0000_1000,
    NotTimeValid = 0x0000_2000,
}

/// <summary>
/// CERT_CHAIN_POLICY_SSL: the base policy, then whether the end certificate may be a server's or a client's, then whether
/// it is for the host that was asked for.
/// </summary>
public static class SslPolicy
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // What servers had before there was serverAuth: "server gated" cryptography, Microsoft's and Netscape's.
    private const string MicrosoftServerGated = "1.3.6.1.4.1.311.10.3.3";
    private const string NetscapeServerGated = "2.16.840.1.113730.4.1";

    /// <param name="chain">The chain.</param>
    /// <param name="flags">As for the base policy.</param>
    /// <param name="role">Whose the certificate is; of an unknown one neither purpose nor name is checked.</param>
    /// <param name="ignored">What else to leave out of account.</param>
    /// <param name="serverName">The host or address that the server must be; null for any. Clients are not asked.</param>
    public static PolicyVerdict Judge(ChainResult chain, PolicyExemptions flags, SslRole role, SslIgnoredErrors ignored, string? serverName)
    {
        ArgumentNullException.ThrowIfNull(chain);
        foreach ((SslIgnoredErrors ssl, PolicyExemptions same) in s_same)
        {
            if (ignored.HasFlag(ssl))
                flags |= same;
        }

        PolicyVerdict verdict = BasePolicy.Judge(chain, flags, ignored.HasFlag(SslIgnoredErrors.Revocation));
        if (verdict.IsSatisfied && !flags.HasFlag(PolicyExemptions.IgnoreWrongUsage))
            verdict = JudgePurpose(chain, role);
        if (verdict.IsSatisfied && role == SslRole.Server && serverName is not null && !ignored.HasFlag(SslIgnoredErrors.NameMismatch)
            && !new ServerName(serverName).IsNamedBy(chain.Chains[0].Elements[0].Certificate.Certificate))
        {
            verdict = new PolicyVerdict(PolicyError.NameMismatch, 0, 0);
        }

        return verdict;
    }

    private static readonly (SslIgnoredErrors Ssl, PolicyExemptions Same)[] s_same =
    [
        (SslIgnoredErrors.Revocation, PolicyExemptions.IgnoreAllRevocationUnknown),
        (SslIgnoredErrors.UnknownAuthority, PolicyExemptions.AllowUnknownAuthority),
        (SslIgnoredErrors.WrongUsage, PolicyExemptions.IgnoreWrongUsage),
        (SslIgnoredErrors.NotTimeValid, PolicyExemptions.IgnoreAllNotTimeValid),
    ];

    private static PolicyVerdict JudgePurpose(ChainResult chain, SslRole role) => role switch
    {
        SslRole.Server => PurposeCheck.Judge(chain, ServerAuthentication, MicrosoftServerGated, NetscapeServerGated),
        SslRole.Client => PurposeCheck.Judge(chain, ClientAuthentication),
        _ => PolicyVerdict.Satisfied,
    };
}
