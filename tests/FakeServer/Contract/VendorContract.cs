using System.Text.Json;

namespace FakeServer;

/// <summary>The vendor's OpenAPI documents of v6 to v8, which are no part of this repository: requests are checked where they are present.</summary>
/// <remarks>They are looked for in the folder that VENDOR_OPENAPI names, or else in shared/openapi beside any folder above this assembly.</remarks>
public sealed class VendorContract
{
    private const string Variable = "VENDOR_OPENAPI";

    private static readonly Lazy<VendorContract?> Found = new(Find);

    // Named by the text of the documents (where first and last backup times are), although the excerpts hold no description of it.
    private const string OneOrganization = "/Organizations/{organizationId}";

    private readonly Dictionary<int, List<ContractOperation>> _operations;

    private VendorContract(string folder) => _operations = new[] { 6, 7, 8 }.ToDictionary(version => version, version => Read(folder, version));

    /// <summary>The documents; null where they are absent.</summary>
    public static VendorContract? Present => Found.Value;

    /// <summary>What is wrong with a request; null for one that the documents allow, and for versions that they do not describe.</summary>
    public string? Check(RequestRecord request)
    {
        int version = request.Path.Length > 3 && request.Path.StartsWith("/v", StringComparison.Ordinal) && request.Path[3] == '/' ? request.Path[2] - '0' : 0;
        if (!_operations.TryGetValue(version, out List<ContractOperation>? operations))
        {
            return null;
        }

        List<ContractOperation> here = [.. operations.Where(o => o.IsAt(request.Path))];
        ContractOperation? operation = here.Find(o => string.Equals(o.Method, request.Method, StringComparison.OrdinalIgnoreCase));
        string? wrong = operation?.Check(request) ?? (operation is not null ? null : here.Count > 0 ? "the path has no such method" : "there is no such path");
        return wrong is null ? null : $"{request.Method} {request.Path}{request.RawQuery}: {wrong}";
    }

    private static string FileOf(string folder, int version) => Path.Combine(folder, $"vb365-v{version}-restore.json");

    private static List<ContractOperation> Read(string folder, int version)
    {
        // Never disposed of: the operations keep referring to it.
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(FileOf(folder, version))).RootElement;
        ContractSchemas schemas = new(root);
        IEnumerable<ContractOperation> described = root.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject().Select(method => new ContractOperation(method.Name, path.Name, method.Value, schemas)));
        return [.. described, new ContractOperation("get", $"/v{version}{OneOrganization}", JsonDocument.Parse("{}").RootElement, schemas)];
    }

    private static VendorContract? Find()
    {
        IEnumerable<string?> folders = Above(Path.GetDirectoryName(typeof(VendorContract).Assembly.Location)).Select(above => Path.Combine(above, "shared", "openapi"));
        string? folder = folders.Prepend(Environment.GetEnvironmentVariable(Variable)).FirstOrDefault(f => !string.IsNullOrEmpty(f) && File.Exists(FileOf(f, 8)));
        return folder is null ? null : new VendorContract(folder);
    }

    private static IEnumerable<string> Above(string? folder)
    {
        for (; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
