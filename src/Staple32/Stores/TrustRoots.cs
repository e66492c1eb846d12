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
}
