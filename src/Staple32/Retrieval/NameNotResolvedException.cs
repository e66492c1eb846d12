using System.Net.Sockets;

namespace Staple32.Retrieval;

/// <summary>A host name has no address that could be had now.</summary>
internal sealed class NameNotResolvedException(string host, SocketException reason) : IOException(host, reason)
{
    public string Host { get; } = host;
}
