using System.Globalization;
using System.Net;

namespace Staple32.Retrieval;

/// <summary>
/// The proxies that http_proxy, https_proxy and no_proxy name, read the way curl reads them. Small letters come first;
/// HTTP_PROXY is ignored in a CGI program, where the client can set it with a Proxy header.
/// </summary>
public sealed class ProxyVariables : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly NoProxyList _direct;

    /// <summary>Takes the variables from a function that returns null for one that is not set.</summary>
    /// <param name="variable">Looks a variable up by its name.</param>
    public ProxyVariables(Func<string, string?> variable)
    {
        bool cgi = variable("GATEWAY_INTERFACE") is not null;
        _http = Parse(variable("http_proxy") ?? (cgi ? null : variable("HTTP_PROXY")));
        _https = Parse(variable("https_proxy") ?? variable("HTTPS_PROXY"));
        _direct = new NoProxyList(variable("no_proxy") ?? variable("NO_PROXY"));
        Credentials = new UrlCredentials(_http, _https);
    }

    /// <summary>Whether any proxy is named.</summary>
    public bool IsSet => _http is not null || _https is not null;

    /// <summary>The user names and passwords that stand in the proxies' URLs.</summary>
    public ICredentials? Credentials { get; set; }

    /// <summary>Null: go directly.</summary>
    public Uri? GetProxy(Uri destination)
    {
        Uri? proxy = destination.Scheme == Uri.UriSchemeHttps ? _https : _http;
        return proxy is null || _direct.Contains(destination) ? null : proxy;
    }

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>A host and port are enough; the scheme is http unless it says otherwise.</summary>
    private static Uri? Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        string url = value.Trim();
        if (!url.Contains("://", StringComparison.Ordinal))
            url = "http://" + url;
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? proxy)
            && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" ? proxy : null;
    }

    private sealed class UrlCredentials(params Uri?[] proxies) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            foreach (Uri? proxy in proxies)
            {
                if (proxy is null || proxy.UserInfo.Length == 0 || proxy.Host != uri.Host || proxy.Port != uri.Port)
                    continue;
                string[] parts = proxy.UserInfo.Split(':', 2);
                return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
            }

            return null;
        }
    }

    /// <summary>
    /// Hosts that are reached without a proxy, separated by commas or spaces: a name covers itself and what is under it,
    /// with or without a leading dot; an address covers itself, with /bits its network; any of them may end in :port;
    /// * covers all.
    /// </summary>
    private sealed class NoProxyList
    {
        private static readonly char[] s_separators = [',', ' ', '\t'];
        private readonly List<(string Name, int? Port)> _names = [];
        private readonly List<(IPNetwork Network, int? Port)> _networks = [];
        private readonly bool _all;

        public NoProxyList(string? list)
        {
            foreach (string entry in (list ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries))
            {
                if (entry == "*")
                {
                    _all = true;
                    continue;
                }

                var (host, port) = SplitPort(entry);
                if (ToNetwork(host) is { } network)
                    _networks.Add((network, port));
                else if (host.Trim('.') is { Length: > 0 } name)
                    _names.Add((name, port));
            }
        }

        public bool Contains(Uri destination)
        {
            if (_all)
                return true;
            string host = destination.IdnHost.TrimEnd('.');
            if (IPAddress.TryParse(host, out IPAddress? address))
            {
                foreach (var (network, port) in _networks)
                {
                    if ((port ?? destination.Port) == destination.Port && network.Contains(address))
                        return true;
                }

                return false;
            }

            foreach (var (name, port) in _names)
            {
                if ((port ?? destination.Port) == destination.Port && IsAtOrUnder(host, name))
                    return true;
            }

            return false;
        }

        private static bool IsAtOrUnder(string host, string name) =>
            host.EndsWith(name, StringComparison.OrdinalIgnoreCase)
            && (host.Length == name.Length || host[^(name.Length + 1)] == '.');

        /// <summary>[v6]:port, v6, name:port, name.</summary>
        private static (string Host, int? Port) SplitPort(string entry)
        {
            int close = entry.IndexOf(']', StringComparison.Ordinal);
            if (entry.StartsWith('[') && close > 0)
                return (entry[1..close], ToPort(entry[(close + 1)..].TrimStart(':')));
            int colon = entry.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 || colon != entry.LastIndexOf(':') ? (entry, null) : (entry[..colon], ToPort(entry[(colon + 1)..]));
        }

        private static int? ToPort(string text) =>
            ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : null;

        private static IPNetwork? ToNetwork(string host)
        {
            int slash = host.IndexOf('/', StringComparison.Ordinal);
            if (!IPAddress.TryParse(slash < 0 ? host : host[..slash], out IPAddress? address))
                return null;
            int width = address.GetAddressBytes().Length * 8;
            int bits = width;
            if (slash >= 0
                && (!int.TryParse(host[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > width))
                return null;
            return new IPNetwork(Masked(address, bits), bits);
        }

        /// <summary>IPNetwork insists on host bits of zero; who wrote 10.1.2.3/8 meant 10/8.</summary>
        private static IPAddress Masked(IPAddress address, int bits)
        {
            byte[] bytes = address.GetAddressBytes();
            for (int i = 0; i < bytes.Length; i++)
            {
                int keep = Math.Clamp(bits - 8 * i, 0, 8);
                bytes[i] &= (byte)((0xFF00 >> keep) & 0xFF);
            }

            return new IPAddress(bytes);
        }
    }
}
