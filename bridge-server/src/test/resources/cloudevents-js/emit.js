// Emits with the CloudEvents SDK for JavaScript, in the mode that is named; prints status and body of each answer.
const { CloudEvent, HTTP } = require('cloudevents');

const [url, mode] = process.argv.slice(2);

// The SDK does not encode headers, so that binary mode can only be given what a header may hold as it is.
const event = (id, subject) => new CloudEvent({
  id, source: '/js', type: 'rate.changed', subject, data: { rate: 68 }, tenant: 'north'
});

function message() {
  switch (mode) {
    case 'binary': return HTTP.binary(event('js-binary', 'grade 7'));
    case 'structured': return HTTP.structured(event('js-structured', 'Zoë ☂ 100%'));
    case 'batch': return {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([event('js-batch-1', 'grade 7'), event('js-batch-2', 'Zoë ☂')])
    };
  }
}

async function main() {
  const { headers, body } = message();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${process.env.TOKEN}` },
    body: typeof body === 'string' ? body : JSON.stringify(body)
  });
  console.log(answer.status + ' ' + await answer.text());
}

main();
