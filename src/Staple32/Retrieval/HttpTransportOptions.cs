using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Retrieval;

/// <summary>What a transport takes from the machine; the defaults are the machine's own.</summary>
public sealed record HttpTransportOptions
{
    /// <summary>Resolves a host name and may block while it does.</summary>
    public Func<string, IPAddress[]> ResolveName { get; init; } = static name => Dns.GetHostAddresses(name);

    /// <summary>Null: the proxy variables and, on Windows without them, the system's proxy.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long an address may be silent before the next one is tried beside it (RFC 8305 section 5).</summary>
    public TimeSpan ConnectionAttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a connection without a request is kept.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The roots that a https responder's certificate must lead to; null: the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }
}
