using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace RestoreSessions.Benchmarks;

/// <summary>What Invoke-RestMethod does with JSON, for a shell that lacks it: the whole text, a JToken tree, and a PSObject with a note property for each value.</summary>
public static class RestMethod
{
    private static readonly HttpClient Http = new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });

    /// <summary>GETs, or POSTs a form, and converts the answer.</summary>
    public static object? Invoke(string uri, Hashtable headers, Hashtable? body)
    {
        using HttpRequestMessage message = new(body is null ? HttpMethod.Get : HttpMethod.Post, uri);
        foreach (DictionaryEntry header in headers)
        {
            message.Headers.TryAddWithoutValidation((string)header.Key, (string?)header.Value);
        }

        if (body is not null)
        {
            message.Content = new FormUrlEncodedContent(body.Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value)));
        }

        using HttpResponseMessage response = Http.Send(message);
        using StreamReader text = new(response.Content.ReadAsStream());
        return Convert(JsonConvert.DeserializeObject<JToken>(text.ReadToEnd()));
    }

    private static object? Convert(JToken? token) => token switch
    {
        JObject o => Convert(o),
        JArray a => a.Select(Convert).ToArray(),
        JValue v => v.Value,
        _ => null,
    };

    private static PSObject Convert(JObject from)
    {
        PSObject to = new(from.Count);
        foreach (JProperty property in from.Properties())
        {
            to.Properties.Add(new PSNoteProperty(property.Name, Convert(property.Value)));
        }

        return to;
    }
}
