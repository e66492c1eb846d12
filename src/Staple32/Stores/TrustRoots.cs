namespace Staple32.Stores;

/// <summary>The machine's own source of trusted roots.</summary>
public static partial class TrustRoots
{
    /// <summary>The source for this machine.</summary>
    /// <param name="environment">Looks up an environment variable (SSL_CERT_FILE, SSL_CERT_DIR; not used on Windows).</param>
    public static ITrustRootSource ForThisMachine(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return OperatingSystem.IsWindows() ? FromRegistry() : FromFiles(environment);
    }

    /// <summary>The roots of public programmes: "AuthRoot" on Windows; elsewhere nobody keeps them apart from the others.</summary>
    /// <param name="environment">As for <see cref="ForThisMachine"/>.</param>
    public static ITrustRootSource PublicOfThisMachine(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return OperatingSystem.IsWindows() ? PublicFromRegistry() : FromFiles(environment);
    }

    /// <summary>The CAs that may issue certificates for logon: "NTAuth" of the machine's enterprise store.</summary>
    /// <param name="environment">Looks up STAPLE32_NTAUTH_DIR, a directory of PEM or DER files (not used on Windows).</param>
    public static ITrustRootSource NtAuthOfThisMachine(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return OperatingSystem.IsWindows() ? NtAuthFromRegistry() : NtAuthFromFiles(environment);
    }
}
